// Goal: `allocheck escape` says what is decided and why, finds what breaks, and ends as a script expects.
// Method: the command line in this process, on small files and few programs.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DecisionsJson, EscapeJson } from '../../src/report/schema/escape.ts';
import { cli, fileOf, temporaryFolder } from './support.ts';

const folder = temporaryFolder();

const TEXT = `package main

var g *int

func keep(p *int, q **int) *int {
	g = *q
	return p
}

func main() {
	x := 1
	y := new(int)
	p := keep(&x, &y)
	println(*p)
}
`;
const program = fileOf(folder, 'keep.go', TEXT);
const out = ['--out', join(folder, 'out')];

describe('escape of a file', () => {
  it('says what is where, by which flows, and what becomes of parameters', async () => {
    expect(await cli(['escape', program])).toEqual({
      code: 0,
      err: '',
      out: [
        `${program}: 4 sites, 3 on the stack, 1 on the heap`,
        '  11:2  x  stack',
        '  12:10  new(int)  heap',
        '      the address of new(int) goes to y',
        '        12:10  new(int)  (the address of the object)',
        '        12:4  y := new(int)  (declaration)',
        '      y goes to the heap',
        '        13:16  &y  (address)',
        '        13:11  keep(&x, &y)  (argument of a call)',
        '  12:2  y  stack',
        '  13:2  p  stack',
        '',
        'parameters',
        '  5:11  p of keep  p goes to the result ~r0',
        '  5:19  q of keep  *q goes to the heap',
        '',
        'run with these decisions, and with all on the heap: every invariant holds',
        '',
      ].join('\n'),
    });
  });

  it('says the same as JSON', async () => {
    const { code, out: text } = await cli(['escape', program, '--json']);
    const { sites, findings } = JSON.parse(text) as DecisionsJson;
    expect({ code, findings }).toEqual({ code: 0, findings: [] });
    const made = sites.find(({ kind }) => kind === 'new');
    expect(made).toMatchObject({ line: 12, column: 10, func: 'main', region: 'heap' });
    expect(made?.reason?.map(({ from, to, derefs }) => [from, to, derefs])).toEqual([
      ['new(int)', 'y', -1],
      ['y', 'the heap', 0],
    ]);
  });

  it('tells a mistake with its place', async () => {
    const wrong = fileOf(folder, 'wrong.go', 'func main() {\n\tx := y\n}\n');
    expect(await cli(['escape', wrong])).toEqual({
      code: 2,
      out: '',
      err: `allocheck: ${wrong}:2:7: nothing is called y here\n`,
    });
    expect(await cli(['escape', join(folder, 'lost.go')])).toMatchObject({ code: 2, out: '' });
    expect(await cli(['escape', program, '--runs', '3'])).toMatchObject({
      code: 2,
      err: 'allocheck: --runs, --seed and --time are of programs that are drawn\nleave them out, or the file\n',
    });
  });

  it('ends 1 where the decisions break something', async () => {
    const { code, out: text } = await cli([
      'escape',
      program,
      '--mutant',
      'escape/content-leak-missed',
    ]);
    expect(code).toBe(1);
    expect(text).toContain(
      'broken escape/heap-holds-no-stack-address at 6:4\n' +
        '    expected  what g holds is on the heap\n    actual    new(int), 12:10 is on the stack\n',
    );
  });
});

describe('escape of programs that are drawn', () => {
  it('says what was judged', async () => {
    const { code, out: text, err } = await cli(['escape', '--runs', '40', '--seed', '3', ...out]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(text).toMatch(/^escape analysis, seed 3\n {2}40 programs, [\d,]+ statements, /);
    expect(text).toMatch(/\n {2}escape\/accesses-reach-live-objects +[\d,]+ judged\n/);
    expect(text).toMatch(/\nall invariants held\n$/);
  });

  it('shows the smallest program of a fault, and the line that finds it again', async () => {
    const fault = ['--mutant', 'escape/started-kept-in-frame'];
    const { code, out: text } = await cli(['escape', '--json', ...fault, ...out]);
    const { broken, replay, mutant } = JSON.parse(text) as EscapeJson;
    expect({ code, mutant }).toEqual({ code: 1, mutant: fault[1] });
    expect(broken?.statements).toBeLessThanOrEqual(3);
    expect(replay).toBe(
      `npx allocheck escape --seed 1 --runs ${(broken?.run ?? 0) + 1} --mutant ${fault[1]}`,
    );
    const again = await cli([...(replay ?? '').split(' ').slice(2), ...out]);
    expect(again.code).toBe(1);
    expect(again.out).toContain(`${broken?.shrunk.trimEnd()}\n\nreplay: ${replay}\n`);
    const file = fileOf(folder, 'shrunk.go', broken?.shrunk ?? '');
    expect((await cli(['escape', file, ...fault])).code).toBe(1);
    expect((await cli(['escape', file])).code).toBe(0);
  });

  it('knows the faults by name', async () => {
    expect(await cli(['escape', '--mutant', 'escape/started-kept-in-fram'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /unknown mutant .* \(did you mean escape\/started-kept-in-frame\?\)\n/,
      ) as string,
    });
  });

  it('ends 4 where an invariant had nothing to judge', async () => {
    const { code, out: text } = await cli(['escape', '--runs', '1', '--seed', '1', ...out]);
    expect(code).toBe(4);
    expect(text).toContain('nothing to judge for');
  });

  it('stops when its time is over', async () => {
    const { code, out: text } = await cli([
      'escape',
      '--time',
      '1ms',
      '--runs',
      '500',
      '--seed',
      '4',
      ...out,
    ]);
    expect(code).toBe(0);
    expect(text).toMatch(/\n {2}1 program, /);
  });
});

it('docs/escape.md has every invariant and every fault', async () => {
  const page = readFileSync('docs/escape.md', 'utf8');
  const { escapeCatalogue } = await import('../../spec/escape/index.ts');
  const { escapeMutants } = await import('../../models/escape-mutants/index.ts');
  for (const { id, holds } of escapeCatalogue) {
    expect(page).toContain(`\`${id}\``);
    expect(page).toContain(`| ${holds} |`);
  }
  for (const { id, story } of escapeMutants) {
    expect(page).toContain(`\`${id}\``);
    expect(page).toContain(story);
  }
  expect(readdirSync('models/escape-mutants')).toHaveLength(escapeMutants.length + 1);
});
