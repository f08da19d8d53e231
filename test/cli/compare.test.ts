// Goal: `compare` puts allocators side by side whatever is named, says what it cannot take, and its JSON is as the schema says.
// Method: small programs and a trace of a few lines, on the models and on the allocators of a config.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CompareJson } from '../../src/report/schema/compare.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import { schemaFaults } from './schemas.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const SMALL = 'test/trace/fixtures/small.mtrace';
const program = fileOf(
  folder,
  'few.allocheck',
  ['allocheck 1', 'heap go', 'a = malloc 10', 'b = malloc 20', 'free a', 'c = malloc 30', ''].join(
    '\n',
  ),
);

describe('compare', () => {
  it('prints a table and draws the footprints, in 80 columns', async () => {
    const { code, out, err } = await cli(['compare', 'go', 'tcmalloc', program]);
    expect([code, err]).toEqual([0, '']);
    const rows = out.split('\n');
    expect(rows.filter((row) => row.length > 80 && !row.includes(program))).toEqual([]);
    expect(out).toContain(`${program}, a program of 4 commands\n`);
    expect(rows).toContain(
      '                                                  go            tcmalloc',
    );
    expect(rows).toContain(
      '  commands that did something                      4                   4',
    );
    expect(rows).toContain(
      '  peak                                      24.0 KiB            16.0 KiB',
    );
    expect(rows).toContain(
      '  bookkeeping, not in it                           –             8.0 MiB',
    );
    expect(out).toMatch(/^ {2}tiny block +0 +0\.0 % +–$/m);
    expect(out).toContain('footprint over time: 1 go, 2 tcmalloc, . live, as asked for');
    expect(out).toMatch(/^ *24\.0 KiB \| +1+$/m);
    expect(out).toMatch(/^ *0 B \|\.+$/m);
  });

  it('runs traces on any allocators of a config, three of them too, and says what they do not tell', async () => {
    const words = ['compare', 'malloc', 'good', 'go', SMALL, '--config', config];
    const { code, out } = await cli(words);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}peak +– +– +[\d.]+ KiB$/m);
    expect(out).toMatch(/^ {2}internal fragmentation( +[\d.]+ K?i?B +[\d.]+ %){3}$/m);
    expect(out).toContain('footprint over time: 3 go, . live');
  });

  it('prints JSON as the schema says, the same each time', async () => {
    const words = ['compare', 'go', 'tcmalloc', 'good', SMALL, '--config', config, '--json'];
    const { out } = await cli(words);
    const json = JSON.parse(out) as CompareJson;
    expect(schemaFaults('compare', json)).toEqual([]);
    expect((await cli(words)).out).toBe(out);
    const [{ commands, format, compared }] = json.comparisons as [CompareJson['comparisons'][0]];
    expect(format).toBe('mtrace');
    expect(compared.map(({ subject }) => subject)).toEqual(['go', 'tcmalloc', 'good']);
    expect(compared.map((each) => each.points.at(-1)?.commands)).toEqual([
      commands,
      commands,
      commands,
    ]);
    expect(schemaFaults('compare', { ...json, comparisons: [{ name: 'x' }] })).not.toEqual([]);
  });

  it('draws one program of a profile, another one for another seed', async () => {
    const words = ['compare', 'tcmalloc', 'malloc', 'fleet', '--commands', '60', '--json'];
    const [one, two] = [await cli(words), await cli([...words, '--seed', '2'])];
    const json = JSON.parse(one.out) as CompareJson;
    expect(schemaFaults('compare', json)).toEqual([]);
    expect(json.comparisons[0]).toMatchObject({ name: 'fleet', format: 'profile', seed: 1 });
    expect(json.comparisons[0]?.commands).toBe(60);
    expect(two.out).not.toBe(one.out);
    expect(one.out).toBe((await cli([...words, '--seed', '1'])).out);
  });

  it('tells of an allocator that breaks down what there is up to there, and ends 1', async () => {
    const { code, out } = await cli(['compare', 'good', 'crash', program, '--config', config]);
    expect(code).toBe(1);
    expect(out).toContain('crash broke down at step 3: out of luck\n');
    expect(out).toContain(`why: allocheck replay ${program} --subject crash\n`);
    expect(out).toMatch(/^ {2}requests served +3 +2$/m);
  });

  it('writes a page, whose name goes last', async () => {
    const page = join(folder, 'page.html');
    const { out } = await cli(['compare', 'go', 'tcmalloc', program, '--out', page]);
    expect(out.endsWith(`written to ${page}\n`)).toBe(true);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<h1>allocheck: go and tcmalloc side by side</h1>');
    expect(text).toContain(
      'aria-label="Footprint: bytes of the system go from 8.0 KiB to 24.0 KiB',
    );
  });

  it.each([
    [
      ['go'],
      'it takes two allocators or more to compare\nname them: allocheck compare go tcmalloc; ',
    ],
    [
      ['go', 'tcmaloc'],
      'tcmaloc is no allocator, no profile and no file (did you mean tcmalloc?)\n',
    ],
    [['go', 'tcmalloc', 'fleeet'], '(did you mean fleet?)\n'],
    [['go', 'go'], 'go is named twice\nname another allocator\n'],
    [['go', 'malloc', program, '--seed', '1'], '--seed and --commands are of a program that a'],
    [['go', 'malloc', 'package.json'], 'package.json: '],
  ])('refuses %j', async (words, said) => {
    const { code, out, err } = await cli(['compare', ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});
