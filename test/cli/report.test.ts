// Goal: `report` writes one page of what it is given: recordings, programs and traces as films, what a run left of itself,
// kill matrices; and says what it cannot show. `run` leaves what such a page is made of.
// Method: small allocators of a config, and the model of Go's.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Reel } from '../../src/report/film/reel.ts';
import type { FilmIsland } from '../../src/report/html/island.ts';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);
const out = join(folder, 'out');
const page = join(folder, 'pages', 'page.html');

function report(...args: readonly string[]): Promise<Ran> {
  return cli(['report', ...args, '--config', config, '--out', page]);
}

function filmsOf(file = page): readonly FilmIsland[] {
  const [, text = ''] = /id="films">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(text) as readonly FilmIsland[];
}

/** What is told without a script. */
function textOf(file = page): string {
  const [, body = ''] = /<main>(.*?)<\/main>/s.exec(readFileSync(file, 'utf8')) ?? [];
  return body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

let ran: Ran;

beforeAll(async () => {
  const few = ['--seed', '1', '--runs', '50', '--max-findings', '2'];
  ran = await cli(['run', 'overlap', ...few, '--config', config, '--out', out]);
});

describe('a run that broke something', () => {
  it('leaves its JSON and a page, and says where', async () => {
    expect(ran.code).toBe(1);
    expect(ran.err).toBe('');
    expect(ran.out).toContain(`\nstep by step: ${join(out, 'report.html')}\n`);
    const { subject, findings, asked } = JSON.parse(
      readFileSync(join(out, 'run.json'), 'utf8'),
    ) as Record<string, readonly unknown[]>;
    expect([subject, findings?.length]).toEqual(['overlap', 2]);
    expect(asked?.length).toBeGreaterThan(3);
    expect(filmsOf(join(out, 'report.html')).map(({ id }) => id)).toEqual([
      'finding-1',
      'finding-2',
    ]);
  });

  it('has the same page made of its folder again, with its numbers', async () => {
    const { code, out: text } = await report(out);
    expect({ code, text }).toEqual({ code: 0, text: `written to ${page}\n` });
    expect(textOf()).toMatch(/The run on overlap 2 bugs: \d+ of \d+ invariants broke programs /);
    expect(textOf()).toMatch(/seen in \d+ runs; shrunk in [\d,]+ tries/);
    const first = readFileSync(page, 'utf8');
    await report(out);
    expect(readFileSync(page, 'utf8')).toBe(first);
  });

  it('says nothing of a page where nothing broke, and its folder makes one all the same', async () => {
    const held = join(folder, 'held');
    const few = ['--seed', '1', '--runs', '20', '--invariants', 'client/block-aligned'];
    const { code, err } = await cli(['run', 'good', ...few, '--config', config, '--out', held]);
    expect({ code, err, files: readdirSync(held) }).toEqual({
      code: 0,
      err: '',
      files: ['run.json'],
    });
    expect((await report(held)).code).toBe(0);
    expect(textOf()).toContain('The run on good all 1 invariant held programs 20');
    expect(filmsOf()).toEqual([]);
  });

  it('leaves nothing where nothing broke and no folder was named', async () => {
    const few = ['--seed', '1', '--runs', '5', '--invariants', 'client/block-aligned'];
    const unnamed = join(folder, 'unnamed');
    const configured = poolConfig(folder, `run: { out: ${JSON.stringify(unnamed)} }`);
    const { code } = await cli(['run', 'good', ...few, '--config', configured]);
    expect([code, existsSync(unnamed)]).toEqual([0, false]);
  });
});

describe('the film of a recording', () => {
  it('goes to where it broke, by the invariant that it names, with the blocks that it is about', async () => {
    const [name = ''] = readdirSync(out).filter((each) => each.includes('live-blocks-disjoint'));
    await report(join(out, name));
    const [film] = filmsOf();
    const { brokenAt = -1, guilty = [] } = film ?? {};
    expect(film?.film.scenes).toHaveLength(brokenAt + 1);
    const heap = new Reel(film!.film).heapAt(brokenAt + 1);
    const shared = guilty.map((key) => heap.get(key)?.split('|').slice(0, 2).join());
    expect(shared.length).toBeGreaterThan(1);
    expect(textOf()).toContain('It always holds that no two live blocks share a byte');
    expect(textOf()).toContain(`npx allocheck replay ${join(out, name)} --config ${config}`);
  });

  it('says that it is fixed where nothing breaks any more', async () => {
    const [name = ''] = readdirSync(out).filter((each) => each.includes('live-blocks-disjoint'));
    await report(join(out, name), '--subject', 'good');
    expect(textOf()).toContain(' recorded as breaking client/live-blocks-disjoint at step ');
    expect(filmsOf()).toMatchObject([{ id: 'film-1', guilty: [] }]);
    expect(textOf()).toContain('--subject good');
  });
});

describe('the film of a program', () => {
  const program = fileOf(
    folder,
    'mine.allocheck',
    'allocheck 1\nheap go\na = malloc 64\nfree a\ngc\n',
  );

  it('is of any allocator, broken or not', async () => {
    expect((await report('--film', program)).code).toBe(0);
    expect(textOf()).toMatch(/all \d+ invariants held/);
    const [go] = filmsOf();
    const spans = [0, 1, 2, 3].map((place) => new Reel(go!.film).heapAt(place).get('span:0'));
    const slots = spans.map((text) => text?.split('|').at(-1));
    expect(slots).toEqual([undefined, '#.127', 'r.127', undefined]);
    expect((await report('--film', program, 'overlap')).code).toBe(0);
    const [other] = filmsOf();
    expect([...new Reel(other!.film).heapAt(1).keys()]).toContain('block:a');
    expect(other?.film.regions).toEqual([{ name: '', base: 4096, bytes: 64 }]);
  });

  it('is of a fault on purpose, small, and with what it breaks', async () => {
    await report('--mutant', 'go/cached-span-with-stale-cache');
    expect(filmsOf()).toMatchObject([
      { id: 'finding-1', guilty: ['span:0', 'block:b', 'block:d'] },
    ]);
    expect(readFileSync(page).length).toBeLessThan(400_000);
    expect(textOf()).toContain(
      'Otherwise the owner of one overwrites what the owner of the other wrote.',
    );
    await report(program, '--mutant', 'go/cached-span-with-stale-cache');
    expect(filmsOf()).toMatchObject([{ id: 'film-1' }]);
  });
});

describe('a kill matrix', () => {
  it('is shown beside', async () => {
    const { code } = await report('docs/kill-matrix.json');
    expect(code).toBe(0);
    expect(textOf()).toMatch(/Which invariant noticed which fault \d+ mutants, \d+ invariants/);
  });
});

describe('what cannot be shown', () => {
  const broken = fileOf(folder, 'broken.json', '{"version": 1,\n "subject" 3}');
  const other = fileOf(folder, 'other.json', '{"version": 1, "subject": "go"}');
  const nothing = join(folder, 'nothing');
  mkdirSync(nothing);

  it.each([
    [[], 'nothing to show\nname a folder of a run, or a recording, a program or a trace'],
    [[broken], `${broken}:2:12: expected JSON, found "3"`],
    [[other], `${other}: this is neither the JSON of a run nor a kill matrix\nseed: `],
    [[nothing], `${nothing}: no file of this folder ends in .allocheck`],
    [[join(folder, 'absent')], 'no such file'],
    [
      ['--mutant', 'go/cached-span-with-stale-cach'],
      'did you mean go/cached-span-with-stale-cache?',
    ],
    [['--film', 'a', 'b', 'c'], '--film takes one program and the id of one allocator'],
    [['--mutant', 'go/no-deletion-barrier', '--subject', 'go'], 'leave --subject out'],
    [[out, '--subject', 'goodd'], 'unknown subject goodd (did you mean good?)'],
  ])('is refused: %j', async (args, problem) => {
    const { code, err } = await report(...args);
    expect(err).toContain(problem);
    expect(code).toBe(2);
  });

  it('is refused where the page cannot be written', async () => {
    const args = ['report', 'docs/kill-matrix.json', '--out', nothing];
    expect(await cli(args)).toMatchObject({
      code: 2,
      err: `allocheck: ${nothing} cannot be written: is a folder\n`,
    });
  });
});
