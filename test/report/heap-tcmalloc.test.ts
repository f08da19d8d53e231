// Goal: a TCMalloc is drawn as it is, in rows and in a film: who has each object, on which list each span is, what is counted; and
// what is where it must not be is told as that.
// Method: the small heap of the examples, and it broken; a program of which the slots are known.
import { describe, expect, it } from 'vitest';
import { objectAt, tcView } from '../../spec/fixtures/tcmalloc.ts';
import type { View } from '../../spec/invariant.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { parseProgram } from '../../src/program/text.ts';
import { keysAt } from '../../src/report/film/guilty.ts';
import { kindOf, pageMaps, slotMap, spansOf } from '../../src/report/film/maps.ts';
import { Camera, sizesOf } from '../../src/report/film/things.ts';
import { tcmallocRows } from '../../src/report/heap-tcmalloc.ts';

function rowsOf(view: View): ReadonlyMap<string, string> {
  return new Map(tcmallocRows(view).map(({ label, text }) => [label, text]));
}

/** Of a system that the small heap has not whole, nothing. */
function heapOf({ client, tcmalloc }: View): ReadonlyMap<string, string> {
  return new Map(new Camera().things({ client, tcmalloc: tcmalloc! }));
}

describe('the rows of a TCMalloc', () => {
  it('tell who has each object, on which list each span is, and what is counted', () => {
    const told = tcmallocRows(tcView()).map(({ label, text }) => `${label}: ${text}`);
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "thread 0: 16 of 64 B: class 1 1 of 1 (low 0)
      class 1: 16 B, 0 free in 1 span, 1 of 1 slots (at most 2) of 2: 2
      class 2: 32 B, 1 free in 1 span, 0 of 1 slots (at most 2) of 2
      span 0x1900: 1 page, in use, class 1 of 16 B, on empty, 4 of 4 handed out
      span 0x1900 objects: #tbb
      span 0x1940: 1 page, in use, class 2 of 32 B, on nonempty, 1 of 2 handed out
      span 0x1940 objects: #.
      span 0x1980: 2 pages, in use, large block
      span 0x1a00: 1 page, normal, on list 1
      span 0x1a40: 2 pages, returned, on list 2
      span 0x1ac0: 1 page, normal, on list 1
      normal: 1: 0x1ac0, 0x1a00
      returned: 2: 0x1a40
      page heap: systemBytes 512, committedBytes 384, freeBytes 128, unmappedBytes 128
      release: rate 1, scavengeCounter 16
      budget: 448 B unclaimed
      metadata: 100 of 128 B"
    `);
  });

  it('tell what is lost, what is twice, and what is on a list of others', () => {
    const rows = rowsOf(
      tcView(({ tc, span, client }) => {
        tc.central[1]!.slots = [[objectAt(100, 32), objectAt(100)]];
        tc.central[1]!.empty = [];
        tc.central[2]!.empty = [span(104)];
        tc.heap.returned.set = [span(107)];
        tc.caches[0]!.lists[1]!.overages = 2;
        tc.stealCursor = 0;
        tc.suspended = 1;
        tc.heap.memoryLimit = 4096;
        client.live.pop();
      }),
    );
    expect(rows.get('span 0x1900')).toBe(
      '1 page, in use, class 1 of 16 B, on no list, 4 of 4 handed out',
    );
    expect(rows.get('span 0x1900 objects')).toBe('xtb?');
    expect(rows.get('span 0x1a00')).toBe('1 page, normal, on empty of class 2 and list 1');
    expect(rows.get('span 0x1ac0')).toBe('1 page, normal, on list 1 and returned set');
    expect(rows.get('thread 0')).toBe('16 of 64 B: class 1 1 of 1 (low 0, 2 overages)');
    expect(rows.get('budget')).toBe(
      '448 B unclaimed, thread 0 is stolen from next, 1 call half-way',
    );
    expect(rows.get('release')).toBe('rate 1, scavengeCounter 16, limit 4.0 KiB');
    expect(rows.get('returned')).toBe('2: 0x1a40; set: 0x1ac0');
  });

  it('are none of any other heap', () => {
    const { client } = tcView();
    expect(tcmallocRows({ client })).toEqual([]);
  });
});

describe('the film of a TCMalloc', () => {
  it('has its pages, in their spans, with the size of their objects', () => {
    const [map, ...others] = pageMaps(heapOf(tcView()));
    expect(others).toEqual([]);
    expect(map).toMatchObject({ title: 'pages from 0x1900, 64 B each', cellBytes: 64, bar: -1 });
    expect(
      map?.runs.map(({ count, symbol, text, keys }) => [count, symbol, text, ...keys]),
    ).toEqual([
      [1, 's', '16', 'span:0x1900'],
      [1, 's', '32', 'span:0x1940'],
      [2, 's', '128', 'span:0x1980'],
      [1, '.', '', 'span:0x1a00'],
      [2, '~', '', 'span:0x1a40'],
      [1, '.', '', 'span:0x1ac0'],
    ]);
  });

  it('tells pages of no span, and those that are free and in one', () => {
    const heap = heapOf(
      tcView(({ tc, span }) => {
        tc.regions = [{ page: 104, npages: 8 }, ...tc.regions.map((it) => ({ ...it, npages: 4 }))];
        span(102).npages = 3;
      }),
    );
    const [map, ...others] = pageMaps(heap);
    expect(others).toEqual([]);
    expect(map?.runs.map(({ count, symbol }) => `${count}${symbol}`).join(' ')).toBe(
      '1s 1s 2s 1! 2~ 1. 4?',
    );
  });

  it('has the objects of each span, with the names of the blocks in them', () => {
    const heap = heapOf(tcView());
    const [first, , large] = spansOf(heap);
    const symbols = (runs: ReturnType<typeof slotMap>['runs']): string =>
      runs.map(({ count, symbol }) => `${count}${symbol}`).join(' ');
    expect(first).toMatchObject({ name: '0x1900', elemsize: 16, taken: 4, nelems: 4 });
    expect(symbols(slotMap(first!, heap).runs)).toBe('1# 1t 2b');
    expect(large).toMatchObject({
      elemsize: 128,
      taken: 1,
      nelems: 1,
      where: 'in use, large block',
    });
    expect(keysAt(heap, [objectAt(103)])).toContain('span:0x1980');
    expect(keysAt(heap, [objectAt(106)])).toEqual(['span:0x1a40']);
    expect(kindOf(heap)).toBe('tcmalloc');
  });

  it('has what is in use, and what was given back', () => {
    const { client, tcmalloc } = tcView();
    const sizes = sizesOf({ client, tcmalloc: tcmalloc! });
    expect(sizes).toEqual({ live: 176, spans: 256, released: 128 });
  });

  it('shows an object on its way: with the client, its thread, a batch, its span', () => {
    const commands = ['a', 'b', 'c', 'd'].map((name) => `${name} = malloc 16 on P1`);
    const frees = ['a', 'b', 'c'].map((name) => `free ${name} on P1`);
    const text = [
      'allocheck 1',
      'heap tcmalloc geometry=tiny procs=2',
      ...commands,
      ...frees,
      'procs 1',
      '',
    ];
    const program = parseProgram(text.join('\n'), 'a.allocheck');
    const camera = new Camera();
    const seen: string[] = [];
    const { findings } = execute(program, tcmallocSubject, [], (_, view) => {
      const heap = new Map(camera.things(view));
      seen.push(spansOf(heap)[0]?.slots ?? '');
    });
    expect(findings).toEqual([]);
    // Slow start fetches one, then two; of the three that the thread leaves, two go as a batch, for which there is room.
    expect(seen).toEqual(['#.3', '#2t.', '#3.', '#4', 't#3', 't2#2', 't3#', '.b2#', '.b2#']);
  });
});
