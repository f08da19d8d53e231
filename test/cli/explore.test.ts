// Goal: `allocheck explore` says what it went through and what it found, stops, and goes on where it was. Method: the
// compiled program, whose workers are threads, on small scopes.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { applicable } from '../../src/engine/judge.ts';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { schemaFaults } from './schemas.ts';
import { cli, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
let main: string;

/** Models are loaded from their sources. */
beforeAll(() => {
  main = build(folder);
  for (const sources of ['models', 'spec', 'src']) {
    cpSync(sources, join(folder, sources), { recursive: true });
  }
});

function run(...args: readonly string[]): Promise<Ended> {
  return start(process.execPath, [main, 'explore', ...args], { cwd: folder }).ended;
}

describe('allocheck explore', () => {
  it('says how many states there are at each depth, and that none broke', async () => {
    const { code, out, err } = await run('--depth', '4');

    expect([code, err]).toEqual([0, '']);
    const told = out.replace(/[\d.]+ s on \d+ threads?/, 'TIME');
    expect(told.replace(`${applicable(catalogue, goSubject.offers).length} inv`, 'ALL inv'))
      .toMatchInlineSnapshot(`
      "go: every program of at most 4 commands
        malloc of 4,096 bytes, 3 blocks at once, free, gc, scavenge 1; 2 processors

        depth  states  transitions
        0      1       0
        1      3       6
        2      11      22
        3      41      88
        4      150     344

        none broken within scope
        206 states, 460 transitions, each judged by ALL invariants, TIME
      "
    `);
  });

  it('shows the shortest program that breaks a mutant', async () => {
    const args = ['--depth', '5', '--mutant', 'go/filed-by-freeindex', '--workers', '2'];
    const [text, json] = await Promise.all([run(...args), run(...args, '--json')]);

    expect([text.code, json.code]).toEqual([1, 1]);
    expect(text.out).toContain('broken: go/partial-set-has-room\n');
    expect(text.out).toContain('\n  no program of the scope with fewer commands breaks anything\n');
    expect(schemaFaults('explore', JSON.parse(json.out))).toEqual([]);
    const { findings, layers } = JSON.parse(json.out) as {
      findings: { program: string }[];
      layers: object[];
    };
    expect(layers).toHaveLength(4);
    expect(findings.map(({ program }) => program)).toEqual([
      'allocheck 1\nheap go procs=2\na = malloc 4096 noscan\nb = malloc 4096 noscan\ngc\n',
    ]);
    expect(existsSync(join(folder, 'allocheck-out'))).toBe(false);
  });

  it('goes on from where it was, and only with the same', async () => {
    const args = ['--state', 'here', '--workers', '1'];
    await run('--depth', '3', ...args);
    const saved = readFileSync(join(folder, 'here'), 'utf8');
    const { out } = await run('--depth', '4', ...args, '--json');
    const other = await run('--procs', '1', ...args);

    expect(JSON.parse(out)).toMatchObject({ layers: { 4: { states: 150, transitions: 344 } } });
    expect(JSON.parse(saved)).toMatchObject({ layers: { length: 4 } });
    expect([other.code, other.err.split('\n')[0]]).toEqual([
      2,
      expect.stringMatching(
        /^allocheck: here: is of another scope: .*"procs":2.*, not .*"procs":1/,
      ),
    ]);
  });

  it('stops when its time is over, and says how far it came', async () => {
    const { code, out } = await run('--depth', '30', '--time', '3s', '--workers', '1');

    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}none broken to depth \d+, stopped before depth 30$/m);
  });
});

describe('wrong use of allocheck explore', () => {
  it.each([
    [['--depth', '0'], 'expected a whole number from 1'],
    [['--sizes', '16,x'], 'expected a whole number from 1, or several with commas'],
    [['--mutant', 'go/born-whit'], 'unknown mutant go/born-whit (did you mean go/born-white?)'],
    [['gox'], 'unknown subject gox (did you mean go?)'],
    [['--dept', '3'], "unknown option '--dept'"],
  ])('%j', async (args, message) => {
    const { code, err } = await cli(['explore', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('says before anything runs that a file cannot be read or written', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    for (const [state, message] of [
      [folder, `${folder}: cannot be read: `],
      [join(file, 'x'), `${file} cannot be written: ${file} is not a folder`],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- two, one after the other
      const { code, out, err } = await cli(['explore', '--state', state, '--depth', '1']);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(message);
      expect(err).not.toContain('    at ');
    }
  });

  it('names what is wrong with a file that is no exploration', async () => {
    for (const [text, message] of [
      ['{', 'is no exploration\nname a file that --state wrote'],
      ['{"allocheck":"exploration 1"}', 'is no exploration of this version: subject'],
    ] as const) {
      const file = join(folder, 'broken');
      writeFileSync(file, text);
      // oxlint-disable-next-line no-await-in-loop -- one file
      const { code, err } = await cli(['explore', '--state', file]);
      expect(code).toBe(2);
      expect(err).toContain(`${file}: ${message}`);
    }
  });
});
