// Goal: `run --report` writes what machines read, beside all that it tells otherwise, and a job of GitHub gets its annotations and its
// summary. Method: the two allocators of the config, one of them broken.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const FEW = ['--runs', '5', '--seed', '1', '--max-findings', '1', '--invariants', 'client/*'];

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return cli(['run', ...FEW, '--config', config, '--out', join(folder, 'out'), ...args], env);
}

function inFolder(name: string): string {
  return join(folder, name);
}

/** The one result of a log. */
function resultOf(log: string): {
  readonly ruleId: string;
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
        readonly region: { readonly startLine: number };
      };
    },
  ];
} {
  const { runs } = JSON.parse(log) as { runs: readonly [{ results: readonly [never] }] };
  return runs[0].results[0];
}

describe('run --report', () => {
  it('writes each form of all subjects, into folders that are not there yet', async () => {
    const [xml, sarif, json] = ['a/b/x.xml', 'a/x.sarif', 'a/x.json'].map(inFolder);
    const reports = [`junit=${xml}`, `sarif=${sarif}`, `json=${json}`];
    const args = reports.flatMap((each) => ['--report', each]);
    const { code, out, err } = await run(['overlap', 'good', ...args]);
    const [, recording = ''] = /^written to (.*)$/m.exec(out) ?? [];
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('broken: client/live-blocks-disjoint\n');
    const suites = readFileSync(xml!, 'utf8').match(/<testsuite .*?failures="\d+"/g);
    expect(suites).toEqual([
      expect.stringMatching(/name="overlap".*failures="[1-9]/) as string,
      expect.stringMatching(/name="good".*failures="0"/) as string,
    ]);
    const { ruleId, locations } = resultOf(readFileSync(sarif!, 'utf8'));
    const { artifactLocation, region } = locations[0].physicalLocation;
    expect(ruleId).toBe('client/live-blocks-disjoint');
    expect(artifactLocation).toEqual({ uri: pathToFileURL(recording).href });
    expect(readFileSync(recording, 'utf8').split('\n')[region.startLine - 1]).toMatch(
      /^c = malloc /,
    );
    const lines = readFileSync(json!, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { subject: string }).subject)).toEqual([
      'overlap',
      'good',
    ]);
  });

  it('names a file below the current folder from there', async () => {
    const corpus = inFolder('corpus');
    mkdirSync(corpus);
    const recorded = 'heap overlap\na = malloc 1\ngc\nb = malloc 1\n# so\nc = malloc 1\nread b\n';
    fileOf(corpus, 'a b.allocheck', `allocheck 1\n${recorded}`);
    const here = process.cwd();
    process.chdir(folder);
    try {
      await run(['overlap', '--corpus', 'corpus', '--report', 'sarif=known.sarif']);
    } finally {
      process.chdir(here);
    }
    const { artifactLocation, region } = resultOf(readFileSync(inFolder('known.sarif'), 'utf8'))
      .locations[0].physicalLocation;
    expect(artifactLocation).toEqual({ uri: 'corpus/a%20b.allocheck', uriBaseId: '%SRCROOT%' });
    // It holds more than the program that is told, and does not say where that broke.
    expect(region.startLine).toBe(2);
  });

  it('is a default of the config, and flags go before it', async () => {
    const file = inFolder('by-config.xml');
    const own = poolConfig(folder, `run: { reports: ['junit=${file}'] },`);
    const args = (...more: readonly string[]) => ['good', '--config', own, ...more];
    await run(args('--report', `junit=${inFolder('by-flag.xml')}`));
    expect(existsSync(file)).toBe(false);
    await run(args());
    expect(existsSync(file)).toBe(true);
  });

  it.each([
    ['junt=x.xml', 'unknown report junt=x.xml (did you mean junit?)\nuse one of: junit=FILE, '],
    ['x.xml', 'unknown report x.xml\nuse one of: '],
    ['sarif', 'the report sarif has no file\nwrite for example: sarif='],
    [`junit=${folder}`, `${folder} cannot be written: it is a folder\nname a file in it\n`],
    [`junit=${config}/x`, `${config} cannot be written: ${config} is not a folder\n`],
    // Root may write there, and cannot.
    ['junit=/proc/x', '/proc cannot be written: no such file or folder for /proc\n'],
  ])('%s ends 2 before anything runs', async (report, problem) => {
    const { code, out, err } = await run(['good', '--report', report]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`allocheck: ${problem}`);
  });

  it('does not write one over the other', async () => {
    const file = inFolder('twice');
    const args = ['--report', `junit=${file}`, '--report', `sarif=${folder}/./twice`];
    const { code, err } = await run(['good', ...args]);
    expect({ code, isThere: existsSync(file) }).toEqual({ code: 2, isThere: false });
    expect(err).toContain('two reports cannot both be ');
  });

  it('tells what was found where a file cannot be written in the end', async () => {
    // The folder of the one file is what the other one is.
    const args = ['--report', `junit=${inFolder('c')}`, '--report', `json=${inFolder('c/x')}`];
    const broken = await run(['overlap', ...args]);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('broken: client/live-blocks-disjoint\n');
    expect(broken.err).toMatch(/^allocheck: .*\/c\/x cannot be written: /);
    const args2 = ['--report', `junit=${inFolder('d')}`, '--report', `json=${inFolder('d/x')}`];
    expect((await run(['good', '--runs', '100', ...args2])).code).toBe(2);
  });
});

describe('replay --report', () => {
  const text = 'heap overlap\na = malloc 1\n\nb = malloc 1\nc = malloc 1\nread b\n';
  const broken = fileOf(folder, 'broken.allocheck', `allocheck 1\n${text}`);
  const good = fileOf(folder, 'good.allocheck', `allocheck 1\n${text.replace('overlap', 'good')}`);
  const trace = fileOf(
    folder,
    'x.mtrace',
    '= Start\n@ ./x:[0x1] + 0x10 0x8\n@ ./x:[0x1] + 0x20 0x8\n@ ./x:[0x1] + 0x30 0x8\n',
  );

  function replay(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
    return cli(['replay', ...args, '--config', config], env);
  }

  it('writes each form, of all files', async () => {
    const [xml, sarif, json] = ['r/x.xml', 'r/x.sarif', 'r/x.json'].map(inFolder);
    const reports = [`junit=${xml}`, `sarif=${sarif}`, `json=${json}`];
    const args = reports.flatMap((each) => ['--report', each]);
    const { code, out } = await replay([good, broken, ...args]);
    expect(code).toBe(1);
    expect(out).toContain('broken: client/live-blocks-disjoint\n');
    expect(readFileSync(xml!, 'utf8')).toContain(' tests="2" failures="1" ');
    expect(JSON.parse(readFileSync(json!, 'utf8'))).toMatchObject({
      verdicts: { broke: 1, held: 1 },
    });
    const { artifactLocation, region } = resultOf(readFileSync(sarif!, 'utf8')).locations[0]
      .physicalLocation;
    expect(artifactLocation).toEqual({ uri: pathToFileURL(broken).href });
    expect(region).toEqual({ startLine: 6 });
  });

  it('annotates the line of a program, and of a trace, in a job of GitHub', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const on = ['--subject', 'overlap'];
    const [first = '', second = '', ...more] = (await replay([good, trace, ...on], env)).err
      .trimEnd()
      .split('\n');
    expect(more).toEqual([]);
    expect(first).toMatch(/^::error file=.*good\.allocheck,line=6,title=overlap breaks client\//);
    expect(second).toMatch(/^::error file=.*x\.mtrace,line=4,title=overlap breaks client\//);
  });

  it('is refused as that of run is', async () => {
    const { code, out, err } = await replay([good, '--report', 'html=x']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('allocheck: unknown report html=x\nuse one of: junit=FILE, ');
  });
});

describe('a job of GitHub', () => {
  const summary = inFolder('summary.md');
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };

  it('gets annotations on stderr, a summary, and the same on stdout', async () => {
    const { out, err } = await run(['overlap', '--json'], env);
    const { findings } = JSON.parse(out) as { readonly findings: readonly [{ file: string }] };
    expect(err).toMatch(/^::error file=[^,]*,line=\d+,title=overlap breaks client\/[^\n]*\n$/);
    expect(err).toContain(`file=${resolve(findings[0].file)},line=`);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## allocheck\n.*<details>/s);
    await run(['good'], env);
    expect(readFileSync(summary, 'utf8').match(/^## allocheck$/gm)).toHaveLength(2);
  });

  it('is not told of elsewhere, and where it gives no summary gets none', async () => {
    const other = inFolder('other.md');
    expect((await run(['overlap'], { GITHUB_STEP_SUMMARY: other })).err).toBe('');
    expect(existsSync(other)).toBe(false);
    expect((await run(['overlap'], { GITHUB_ACTIONS: 'true' })).err).toMatch(/^::error .*\n$/);
  });
});
