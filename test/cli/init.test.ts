// Goal: `init` sees what a project is like, writes what it lacks, changes nothing twice, and what it writes works.
// Method: projects are a few files in folders of their own. Configs are run, recipes are parsed, and the script that is in each is
// run by a shell, with a package manager that prints what it is asked for. That the test passes under vitest is seen in
// test/package/package.test.ts.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli, fileOf, temporaryFolder } from './support.ts';

const all = temporaryFolder();

/** A project of some files, by name, in a repository; a name that ends in a slash is a folder. */
function projectOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(all, 'project-'));
  for (const [name, text] of Object.entries({ '.git/': '', ...files })) {
    mkdirSync(join(folder, name, name.endsWith('/') ? '' : '..'), { recursive: true });
    if (!name.endsWith('/')) fileOf(folder, name, text);
  }
  return folder;
}

/** The files of a project with their texts. */
function textsOf(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.toSorted().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  );
}

async function init(folder: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(['init', folder, ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out.replaceAll(`${folder}/`, '');
}

function manifest(more: object = {}): string {
  return JSON.stringify({ name: 'mine', type: 'module', ...more });
}

const WITH_VITEST = { devDependencies: { vitest: '4.1.12', allocheck: '0.1.0' } };

describe('init', () => {
  it('writes a config, a test and a workflow, and says so', async () => {
    const folder = projectOf({
      'package.json': manifest(WITH_VITEST),
      'package-lock.json': '{}',
      'tsconfig.json': '{}',
      '.github/': '',
      'tests/': '',
    });
    expect(await init(folder)).toMatchInlineSnapshot(`
      "wrote      allocheck.config.ts: a pool to put your allocator in the place of
      wrote      tests/allocheck.test.ts: a test for each invariant
      wrote      .gitignore: the folder of what a run finds
      wrote      .github/workflows/allocheck.yml: a workflow

      4 files changed
      next: npx allocheck run, then npx vitest run
      "
    `);
    expect(Object.keys(textsOf(folder))).toEqual([
      '.github/workflows/allocheck.yml',
      '.gitignore',
      'allocheck.config.ts',
      'package-lock.json',
      'package.json',
      'tests/allocheck.test.ts',
      'tsconfig.json',
    ]);
  });

  it('changes nothing when all is there, and says so', async () => {
    const folder = projectOf({
      'package.json': manifest(),
      '.github/': '',
      '.gitlab-ci.yml': 'a: b',
    });
    await init(folder);
    const before = textsOf(folder);
    const said = await init(folder);
    expect(said).toContain('\nnothing to do\n');
    expect(said.match(/^left /gm)).toHaveLength(5);
    expect(textsOf(folder)).toEqual(before);
  });

  it('overwrites nothing', async () => {
    const files = {
      'package.json': manifest({ ...WITH_VITEST, scripts: { allocheck: 'mine' } }),
      'allocheck.config.mjs': 'mine',
      'test/allocheck.test.js': 'mine',
      '.gitignore': 'node_modules\nallocheck-out/',
      '.github/workflows/allocheck.yml': 'mine',
    };
    const folder = projectOf(files);
    expect(await init(folder)).toContain('left       allocheck.config.mjs: it is there\n');
    expect(textsOf(folder)).toEqual(files);
  });

  it('shows what it would write, and writes nothing, where it is asked to', async () => {
    const files = { 'package.json': manifest(), '.github/': '', '.gitignore': 'dist' };
    const folder = projectOf(files);
    const before = textsOf(folder);
    const said = await init(folder, '--dry-run');
    expect(textsOf(folder)).toEqual(before);
    expect(said).toMatch(/^to write {3}allocheck\.config\.js: /m);
    expect(said).toMatch(/^to add to {2}\.gitignore: /m);
    expect(said).toContain('\n.gitignore:\n    allocheck-out\n');
    expect(said).toContain('    export default defineConfig({ subjects: [example] });\n');
    expect(said).toContain('\n4 files would be changed\n');
  });

  it('adds a script where there is no vitest, in the layout that there is', async () => {
    const text = '{\n\t"name": "mine",\n\t"scripts": {\n\t\t"test": "true"\n\t}\n}\n';
    const folder = projectOf({ 'package.json': text });
    const said = await init(folder);
    expect(textsOf(folder)['package.json']).toBe(
      text.replace('"true"', '"true",\n\t\t"allocheck": "allocheck run"'),
    );
    expect(said).toContain('no CI was seen: ');
    expect(said).toContain('next: npm install --save-dev allocheck, then npx allocheck run\n');
  });

  it.each([
    [{}, /there is no .*package\.json\nmake one by npm init/],
    [{ 'package.json': '{' }, /package\.json: /],
    [{ 'package.json': 'null' }, /package\.json: this is no manifest/],
  ])('refuses %j', async (files, message) => {
    const folder = projectOf(files);
    const { code, err } = await cli(['init', folder]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(textsOf(folder)).toEqual(files);
  });
});

describe('the config', () => {
  it.each([
    ['allocheck.config.ts', { 'package.json': manifest(), 'tsconfig.json': '{}' }],
    ['allocheck.config.js', { 'package.json': manifest() }],
    ['allocheck.config.mts', { 'package.json': '{ "dependencies": { "typescript": "*" } }' }],
    ['allocheck.config.mjs', { 'package.json': '{}' }],
  ])('is %s, and its example holds', async (name, files) => {
    const folder = projectOf(files);
    await init(folder);
    const config = ['--config', join(folder, name), '--out', join(folder, 'out')];
    const run = await cli(['run', ...config, '--seed', '1', '--runs', '90', '--commands', '60']);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('all 11 invariants and 4 relations held\n');
  });
});

/** What a recipe says of steps, and what it is run by. */
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: {
    readonly allocheck: {
      readonly defaults?: unknown;
      readonly env: Readonly<Record<string, string>>;
      readonly steps: readonly {
        readonly uses?: string;
        readonly run?: string;
        readonly if?: string;
        readonly with?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

async function workflow(files: Readonly<Record<string, string>>): Promise<Workflow> {
  const folder = projectOf({ '.github/': '', ...files });
  await init(folder);
  return parse(textsOf(folder)['.github/workflows/allocheck.yml'] as string) as Workflow;
}

/** What a script runs by `npx`, and prints before. */
function outputOf(script: string, env: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(all, 'shell-'));
  chmodSync(fileOf(folder, 'npx', '#!/bin/sh\necho "npx $*"\n'), 0o755);
  const PATH = `${folder}:${process.env['PATH']}`;
  return execFileSync('sh', ['-e', '-c', script], {
    cwd: folder,
    env: { ...env, PATH },
    encoding: 'utf8',
  });
}

describe('the workflow of GitHub', () => {
  it('runs on pull requests and each night, keeps the corpus, and uploads it on failure', async () => {
    const { on, jobs } = await workflow({ 'package.json': manifest(), 'package-lock.json': '{}' });
    expect(Object.keys(on)).toEqual(['pull_request', 'schedule', 'workflow_dispatch']);
    const { steps } = jobs.allocheck;
    const [restore, save, upload] = ['cache/restore', 'cache/save', 'upload-artifact'].map((name) =>
      steps.find(({ uses }) => uses?.startsWith(`actions/${name}@`)),
    );
    expect([restore, save, upload].map((step) => step?.with?.['path'])).toEqual(
      Array.from({ length: 3 }, () => '.allocheck/corpus'),
    );
    expect([save?.if, upload?.if]).toEqual(['always()', 'failure()']);
    // What begins with a dot is left out otherwise.
    expect(upload?.with?.['include-hidden-files']).toBe(true);
    expect(jobs.allocheck.env['ANOTHER_SEED']).toBe("${{ github.event_name != 'pull_request' }}");
  });

  it('has one seed for pull requests, and another one each night, which it prints', async () => {
    const { jobs } = await workflow({ 'package.json': manifest() });
    const script =
      jobs.allocheck.steps.find(({ run }) => run?.includes('allocheck run'))?.run ?? '';
    const run = 'allocheck run --seed 1';
    const more = '--out .allocheck/corpus';
    const env = { GITHUB_RUN_NUMBER: '77' };
    expect(outputOf(script, { ...env, ANOTHER_SEED: 'false' })).toBe(
      `${run}\nnpx ${run} ${more}\n`,
    );
    const other = 'allocheck run --seed 77 --time 20m';
    expect(outputOf(script, { ...env, ANOTHER_SEED: 'true' })).toBe(
      `${other}\nnpx ${other} ${more}\n`,
    );
  });

  it.each([
    [{}, 'npm install', 'npx', undefined],
    [{ 'package-lock.json': '' }, 'npm ci', 'npx', 'npm'],
    [{ 'pnpm-lock.yaml': '' }, 'pnpm install --frozen-lockfile', 'pnpm exec', 'pnpm'],
    [{ 'yarn.lock': '' }, 'yarn install --frozen-lockfile', 'yarn run', 'yarn'],
    [{ 'bun.lock': '' }, 'bun install --frozen-lockfile', 'bunx', undefined],
    [
      { 'package.json': manifest({ packageManager: 'pnpm@10.1.0' }) },
      'pnpm install',
      'pnpm exec',
      undefined,
    ],
  ])('with %j installs by %s, and runs by %s', async (files, install, exec, cache) => {
    const { jobs } = await workflow({ 'package.json': manifest(), ...files });
    const { steps } = jobs.allocheck;
    expect(steps.map(({ run }) => run)).toContain(install);
    expect(steps.map(({ run }) => run ?? '').join('\n')).toContain(`\n${exec} allocheck run "$@"`);
    expect(steps.find(({ uses }) => uses?.includes('setup-node'))?.with?.['cache']).toBe(cache);
  });

  it('of a project inside of a repository is in its root, and works in its folder', async () => {
    const folder = projectOf({
      'package-lock.json': '{}',
      '.github/': '',
      'packages/pool/package.json': manifest(),
    });
    await init(join(folder, 'packages/pool'));
    const text = textsOf(folder)['.github/workflows/allocheck-packages-pool.yml'] as string;
    const { jobs } = parse(text) as Workflow;
    expect(jobs.allocheck.defaults).toEqual({ run: { 'working-directory': 'packages/pool' } });
    expect(text.match(/path: packages\/pool\/\.allocheck\/corpus/g)).toHaveLength(3);
    expect(jobs.allocheck.steps.map(({ run }) => run)).toContain('npm ci');
  });
});

describe('the job of GitLab', () => {
  it('is in the file that GitLab reads, where a remote says so and there is none', async () => {
    const folder = projectOf({ 'package.json': manifest() });
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['remote', 'add', 'origin', 'git@gitlab.com:a/b.git'], { cwd: folder });
    await init(folder);
    const text = readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8');
    const { allocheck } = parse(text) as { readonly allocheck: Record<string, unknown> };
    expect(allocheck).toMatchObject({
      cache: { when: 'always', paths: ['.allocheck/corpus'] },
      artifacts: { when: 'on_failure', paths: ['.allocheck/corpus'] },
      rules: [
        { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
        { if: '$CI_PIPELINE_SOURCE == "schedule"' },
      ],
    });
    const [install, script = ''] = allocheck['script'] as readonly string[];
    expect(install).toBe('npm install');
    const env = { CI_PIPELINE_IID: '5' };
    expect(outputOf(script, { ...env, CI_PIPELINE_SOURCE: 'schedule' })).toContain('run --seed 5 ');
    expect(outputOf(script, { ...env, CI_PIPELINE_SOURCE: 'push' })).toContain('run --seed 1 ');
  });

  it('is left in the file that GitLab reads, and each project of a repository has its own', async () => {
    const folder = projectOf({
      'package.json': manifest(),
      'packages/pool/package.json': manifest(),
    });
    fileOf(folder, '.gitlab-ci.yml', 'allocheck:\n  script: mine\n');
    expect(await init(folder)).toContain('left       .gitlab-ci.yml: it is there\n');
    await init(join(folder, 'packages/pool'));
    const text = textsOf(folder)['allocheck-packages-pool.gitlab-ci.yml'] as string;
    const { script } = (parse(text) as Record<string, { readonly script: readonly string[] }>)[
      'allocheck:packages/pool'
    ]!;
    expect(script[0]).toBe('cd packages/pool');
  });

  it('is a file to include beside one that is there', async () => {
    const folder = projectOf({ 'package.json': manifest(), '.gitlab-ci.yml': 'test: {}\n' });
    const said = await init(folder);
    expect(said).toContain(
      'name it in .gitlab-ci.yml: include: { local: allocheck.gitlab-ci.yml }',
    );
    const texts = textsOf(folder);
    expect(texts['.gitlab-ci.yml']).toBe('test: {}\n');
    expect(parse(texts['allocheck.gitlab-ci.yml'] as string)).toHaveProperty('allocheck.script');
    expect(await init(folder)).toMatch(
      /^left +allocheck\.gitlab-ci\.yml: [^]*\n\nnothing to do\nnext: /m,
    );
  });
});
