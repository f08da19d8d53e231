/** Jobs of the recipes that `init` writes, as the services run them: the same lines, the same variables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { start } from '../cli/built.ts';

export interface JobEnded {
  readonly code: number;
  /** What each line printed, on both streams, below the line as the service writes it. */
  readonly log: string;
}

/** What is run by one shell, and its heading in the log. */
interface Script {
  readonly heading: string;
  readonly text: string;
}

interface Recipe {
  readonly scripts: readonly Script[];
  readonly env: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly jobs: {
    readonly allocheck: {
      readonly env: Readonly<Record<string, string>>;
      readonly steps: readonly { readonly name?: string; readonly run?: string }[];
    };
  };
}

/** A night has twenty minutes; here it ends before. */
const NIGHT = '--time 20m';
const SHORTER = ' --runs 30';

/** @param folder  of the project; `summary.md` in it becomes the summary of a job of GitHub */
function githubOf(folder: string, event: string): Recipe {
  const text = readFileSync(join(folder, '.github/workflows/allocheck.yml'), 'utf8');
  const { env, steps } = (parse(text) as Workflow).jobs.allocheck;
  const valued = Object.entries(env).map(([name, value]) => [name, evaluated(value, event)]);
  return {
    scripts: steps.flatMap(({ name, run }) =>
      run === undefined ? [] : { heading: `Run ${name ?? run}`, text: run },
    ),
    env: {
      ...(Object.fromEntries(valued) as Record<string, string>),
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_RUN_NUMBER: '77',
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    },
  };
}

/** Of the expressions that there are in GitHub, the one that a recipe has. */
function evaluated(value: string, event: string): string {
  const [, other] = /^\$\{\{ github\.event_name != '(\w+)' \}\}$/.exec(value) ?? [];
  if (other === undefined) throw new Error(`what is ${value}?`);
  return String(event !== other);
}

function gitlabOf(folder: string, event: string): Recipe {
  const text = readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8');
  const { allocheck } = parse(text) as {
    readonly allocheck: { readonly script: readonly string[] };
  };
  const scripts = allocheck.script.map((line) => {
    const [first = '', ...more] = line.trimEnd().split('\n');
    const heading = more.length === 0 ? `$ ${first}` : `$ ${first} # collapsed multi-line command`;
    return { heading, text: line };
  });
  const env = { CI: 'true', GITLAB_CI: 'true', CI_PIPELINE_SOURCE: event, CI_PIPELINE_IID: '77' };
  return { scripts, env };
}

/** Runs its lines one after the other, to the first that fails. */
export async function jobEnded(
  { service, event }: { readonly service: string; readonly event: string },
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<JobEnded> {
  const recipe = service === 'github' ? githubOf(folder, event) : gitlabOf(folder, event);
  let log = '';
  for (const { heading, text } of recipe.scripts) {
    const script = `exec 2>&1\n${text.replace(NIGHT, NIGHT + SHORTER)}`;
    const options = { cwd: folder, env: { ...env, ...recipe.env } };
    // oxlint-disable-next-line no-await-in-loop -- each begins where the last one ended
    const { code, out } = await start('bash', ['-e', '-c', script], options).ended;
    log += `${heading}\n${out.replaceAll(SHORTER, '')}`;
    if (code !== 0) return { code: Number(code), log };
  }
  return { code: 0, log };
}
