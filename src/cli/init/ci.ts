/**
 * Recipes for continuous integration. Each keeps the corpus from one time to the next, runs a fixed seed where a change is to be
 * judged and another one each night, says which, and uploads the recordings of what broke.
 */
import type { Manager } from './managers.ts';
import type { Project } from './project.ts';

const CORPUS = '.allocheck/corpus';
const NODE = 22;

const ABOUT = `# Tests the allocators of the config by generated programs. What a change breaks is seen with a fixed seed; each night another
# one is drawn. What was found before runs first.`;

export type Setting = Pick<Project, 'manager' | 'lock' | 'inside'>;

/** A workflow of GitHub. */
export function githubText(setting: Setting): string {
  const { manager, inside, lock } = setting;
  const corpus = inWhole(setting, CORPUS);
  return `${ABOUT}
name: allocheck${inside === '' ? '' : ` (${inside})`}

on:
  pull_request:
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:

permissions:
  contents: read

jobs:
  allocheck:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    env:
      ANOTHER_SEED: \${{ github.event_name != 'pull_request' }}
${inside === '' ? '' : indented(`defaults:\n  run:\n    working-directory: ${inside}\n`, 4)}    steps:
      - uses: actions/checkout@v4
${listed(manager.prepare.github, 6)}      - uses: actions/setup-node@v4
        with:
          node-version: ${NODE}
${indented(cacheOf(manager, lock), 10)}      - run: ${installLine(setting)}
      - uses: actions/cache/restore@v4
        with:
          path: ${corpus}
          key: allocheck-\${{ github.run_id }}
          restore-keys: allocheck-
      - name: allocheck
        run: |
${indented(script(manager, '"$ANOTHER_SEED" = true', '$GITHUB_RUN_NUMBER'), 10)}      - uses: actions/cache/save@v4
        if: always()
        with:
          path: ${corpus}
          key: allocheck-\${{ github.run_id }}
      - uses: actions/upload-artifact@v4
        if: failure()
        with:
          name: allocheck-recordings
          path: ${corpus}
          include-hidden-files: true
          if-no-files-found: ignore
`;
}

/** Name of the job of GitLab. */
export function jobOf(inside: string): string {
  return inside === '' ? 'allocheck' : `allocheck:${inside}`;
}

/** A job of GitLab, in a file of its own or to be included. */
export function gitlabText(setting: Setting): string {
  const { manager, inside } = setting;
  const corpus = inWhole(setting, CORPUS);
  const commands = [
    ...(inside === '' ? [] : [`cd ${inside}`]),
    ...manager.prepare.gitlab,
    installLine(setting),
  ];
  return `${ABOUT} A pipeline that runs each night is made in Build > Pipeline schedules.
${jobOf(inside)}:
  image: node:${NODE}
  timeout: 30 minutes
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "schedule"
  cache:
    key: allocheck
    when: always
    paths:
      - ${corpus}
  script:
${listed(commands, 4)}    - |
${indented(script(manager, '"$CI_PIPELINE_SOURCE" = schedule', '$CI_PIPELINE_IID'), 6)}  artifacts:
    when: on_failure
    expire_in: 30 days
    paths:
      - ${corpus}
`;
}

/** @param isAnother  what to test for another seed, and `seed` that one */
function script({ exec }: Manager, isAnother: string, seed: string): string {
  return `if [ ${isAnother} ]; then
  set -- --seed "${seed}" --time 20m
else
  set -- --seed 1
fi
mkdir -p ${CORPUS}
echo "allocheck run $*"
${exec} allocheck run "$@" --out ${CORPUS}
`;
}

/** What the installed packages are kept by; they are not where there is no lock file, or nobody keeps them. */
function cacheOf({ id }: Manager, lock: string | undefined): string {
  if (lock === undefined || id === 'bun') return '';
  const path = lock.includes('/') ? `cache-dependency-path: ${lock}\n` : '';
  return `cache: ${id}\n${path}`;
}

function installLine({ manager, lock }: Setting): string {
  return lock === undefined ? manager.install.free : manager.install.locked;
}

/** A path from the root of the repository. */
function inWhole({ inside }: Setting, path: string): string {
  return inside === '' ? path : `${inside}/${path}`;
}

function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
}

function listed(lines: readonly string[], columns: number): string {
  return lines.map((line) => `${' '.repeat(columns)}- ${line}\n`).join('');
}
