// Goal: what `--json` prints is what the published schemas say, whatever came of it, and what they do not say is refused. Method:
// real runs of the model of Go and of the allocators of the config. `explore` and `mutants` are validated where they are tested.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import { schemaFaults } from './schemas.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const out = join(folder, 'out');

/** What a command prints, line by line, as values. */
async function printed(code: number, ...args: readonly string[]): Promise<readonly object[]> {
  const ran = await cli([...args, '--json', '--out', out]);
  expect({ code: ran.code, err: ran.err }).toEqual({ code, err: '' });
  return ran.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
}

const BROKEN = ['overlap', '--seed', '2', '--runs', '60', '--config', config];

describe('the JSON of run', () => {
  it.each([
    ['of the model', 4, ['go', '--seed', '1', '--runs', '10']],
    ['of what its client sees', 4, ['go', '--runs', '5', '--invariants', 'client/*']],
    ['of one that broke', 1, BROKEN],
    ['of one that throws', 1, ['crash', ...BROKEN.slice(1)]],
    ['of several', 1, ['overlap', 'good', ...BROKEN.slice(1)]],
    [
      'of one that holds',
      0,
      ['good', '--runs', '60', '--config', config, '--invariants', 'client/*'],
    ],
    ['of one that met nothing', 4, ['good', '--runs', '1', '--commands', '1', '--config', config]],
    ['by relations alone', 1, [...BROKEN, '--invariants', 'relation/*']],
  ])('%s is as the schema says', async (_, code, args) => {
    for (const line of await printed(code, 'run', ...args))
      expect(schemaFaults('run', line)).toEqual([]);
  });

  it('is refused with a field more, a field less, or another kind of value', async () => {
    const [good] = (await printed(1, 'run', ...BROKEN)) as readonly [Record<string, never>];
    const { seed: _, ...without } = good;
    const [finding] = good['findings'] as unknown as readonly [object];
    for (const [wrong, fault] of [
      [
        { ...good, mood: 'fine' },
        ': must NOT have additional properties {"additionalProperty":"mood"}',
      ],
      [without, ': must have required property'],
      [{ ...good, version: 2 }, '/version: must be equal to constant'],
      [{ ...good, runs: 1.5 }, '/runs: must be integer'],
      [{ ...good, notRun: ['client'] }, '/notRun/0: must match pattern'],
      [{ ...good, findings: [{ ...finding, step: -1 }] }, '/findings/0/step: must be >= 0'],
      [{ ...good, findings: [{ ...finding, stepp: 1 }] }, '/findings/0: must NOT have additional'],
    ] as const)
      expect(schemaFaults('run', wrong)[0]).toContain(fault);
  });
});

describe('the JSON of what becomes of files', () => {
  const text = 'heap overlap\na = malloc 1\ngc\nb = malloc 1\nc = malloc 1\nread b\n';
  const broken = fileOf(folder, 'broken.allocheck', `allocheck 1\n${text}`);
  const good = fileOf(folder, 'good.allocheck', `allocheck 1\n${text.replace('overlap', 'good')}`);

  it('is as the schema of replay says', async () => {
    const files = [good, broken, 'examples/traces/ls.mtrace'];
    const [json] = await printed(1, 'replay', ...files, '--config', config);
    expect(schemaFaults('replay', json)).toEqual([]);
    const [shrunk] = await printed(1, 'shrink', broken, '--config', config);
    expect(schemaFaults('shrink', shrunk)).toEqual([]);
    const recordings = readdirSync(out)
      .filter((name) => name.endsWith('.allocheck'))
      .map((name) => join(out, name));
    const again = ['replay', ...recordings, '--config', config, '--faults', '--schedules'];
    for (const each of await printed(1, ...again)) expect(schemaFaults('replay', each)).toEqual([]);
    expect(schemaFaults('replay', { ...json, verdicts: {} })).not.toEqual([]);
  });

  it('is as the schema of verify says', async () => {
    const args = ['--runs', '20', '--seed', '1', '--config', config];
    const invariants = ['--invariants', 'client/live-*'];
    const [json] = await printed(1, 'verify', ...args, ...invariants);
    expect(schemaFaults('verify', json)).toEqual([]);
    expect(schemaFaults('verify', { ...json, runs: [{}] })).not.toEqual([]);
  });
});

describe('the JSON of escape', () => {
  const text = 'package main\n\nvar g *int\n\nfunc main() {\n\tx := 1\n\tg = &x\n}\n';
  const file = fileOf(folder, 'leak.go', text);

  it('is as the schema says, of a file and of programs that are drawn', async () => {
    const fault = ['--mutant', 'escape/appended-lost'];
    const [decided] = await printed(0, 'escape', file);
    const [held] = await printed(0, 'escape', '--runs', '60', '--seed', '1');
    const [broken] = await printed(1, 'escape', '--runs', '60', '--seed', '1', ...fault);

    for (const json of [decided, held, broken]) expect(schemaFaults('escape', json)).toEqual([]);
    expect(decided).toMatchObject({ sites: [{ region: 'heap', reason: expect.any(Array) }] });
    expect(broken).toMatchObject({ broken: { statements: expect.any(Number) }, mutant: fault[1] });
  });

  it('is refused with a field more, a field less, or another kind of value', async () => {
    const [decided] = (await printed(0, 'escape', file)) as readonly [Record<string, unknown>];
    const [site] = decided['sites'] as readonly [object];
    const { file: _, ...nameless } = decided;

    for (const wrong of [
      { ...decided, mood: 'fine' },
      nameless,
      { ...decided, sites: [{ ...site, region: 'register' }] },
      { ...decided, sites: [{ ...site, line: 0 }] },
      { ...decided, version: 2 },
    ])
      expect(schemaFaults('escape', wrong)).not.toEqual([]);
  });
});
