// Goal: a classic heap is drawn as it is, in rows and in a film: what is mapped, on which list each span is, who has its slots.
// Method: the small heap of the examples, and it broken; a program of which the pages are known.
import { describe, expect, it } from 'vitest';
import { classicView, pageAt } from '../../spec/fixtures/classic.ts';
import type { View } from '../../spec/invariant.ts';
import { goClassicSubject } from '../../models/classic/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { parseProgram } from '../../src/program/text.ts';
import { keysAt } from '../../src/report/film/guilty.ts';
import { kindOf, pageMaps, slotMap, spansOf } from '../../src/report/film/maps.ts';
import { Camera, sizesOf } from '../../src/report/film/things.ts';
import { classicRows } from '../../src/report/heap-classic.ts';

function rowsOf(view: View): ReadonlyMap<string, string> {
  return new Map(classicRows(view).map(({ label, text }) => [label, text]));
}

/** Of a system that the small heap has not whole, nothing. */
function heapOf({ client, classic }: View): ReadonlyMap<string, string> {
  return new Map(new Camera().things({ client, classic: classic! }));
}

describe('the rows of a classic heap', () => {
  it('tell what is mapped, on which list each span is, and what is counted', () => {
    const told = classicRows(classicView()).map(({ label, text }) => `${label}: ${text}`);
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "gc: off, sweepgen 4, 2 cycles, all swept
      reservation: spans 0x3be000 4.0 KiB of 8.0 KiB, bitmap to 0x400000 8.0 KiB of 256.0 KiB, arena 0x400000 176.0 KiB of 8.0 MiB
      P0: spans 0x412000
      span 0x400000: 1 page, in use, class 2 of 16 B, sweepgen h, allocCount 1, on nonempty
      span 0x400000 slots: #|.×511
      span 0x402000: 1 page, free, since cycle 0, needzero, on free[1]
      span 0x404000: 5 pages, in use, large object of 40.0 KiB, sweepgen h, allocCount 1, on busy[5]
      span 0x404000 slots: #|
      span 0x40e000: 2 pages, free, since cycle 0, 2 given back, needzero, on free[2]
      span 0x412000: 1 page, in use, class 6 noscan of 64 B, sweepgen h, allocCount 1, on empty and P0
      span 0x412000 slots: #|.×127
      span 0x414000: 6 pages, free, since cycle 0, on freelarge
      span 0x420000: 6 pages, in use, large object of 48.0 KiB, sweepgen h, allocCount 1, on busylarge
      span 0x420000 slots: #|
      free: 1: 0x402000; 2: 0x40e000; large: 0x414000
      descriptors: 1 unused
      counters: heapInUse 106496, heapIdle 73728, heapReleased 16384, pagesInUse 13"
    `);
  });

  it('tell what is lost, what is twice, and what waits', () => {
    const rows = rowsOf(
      classicView(({ classic, span }) => {
        classic.free[1] = [];
        classic.free[3] = [span(7)];
        classic.sweepDone = false;
        span(0).sweepgen -= 2;
        classic.mcaches[0]!.reusable[13]!.push(pageAt(9) + 64);
      }),
    );
    expect(rows.get(`span 0x${pageAt(1).toString(16)}`)).toMatch(/, needzero, on no list$/);
    expect(rows.get(`span 0x${pageAt(7).toString(16)}`)).toMatch(/ on free\[2\] and free\[3\]$/);
    expect(rows.get(`span 0x${pageAt(0).toString(16)}`)).toContain('sweepgen h-2');
    expect(rows.get(`span 0x${pageAt(9).toString(16)} slots`)).toMatch(/^#\|r/);
    expect(rows.get('gc')).toMatch(/, sweeping$/);
  });

  it('are none of any other heap', () => {
    const { client } = classicView();
    expect(classicRows({ client })).toEqual([]);
  });
});

describe('the film of a classic heap', () => {
  it('has the pages of its arena, in their spans', () => {
    const heap = heapOf(classicView());
    const [map, ...others] = pageMaps(heap);
    expect(others).toEqual([]);
    expect(map?.runs.map(({ count, symbol, text }) => `${count}${symbol}${text}`).join(' ')).toBe(
      '1s16 1. 5s40K 2~ 1s64 6. 6s48K',
    );
    expect(keysAt(heap, [pageAt(8)])).toEqual([`span:0x${pageAt(7).toString(16)}`]);
    expect(kindOf(heap)).toBe('go');
  });

  it('tells pages of no span, and those of two', () => {
    const heap = heapOf(
      classicView(({ span }) => {
        span(2).npages = 6;
        span(16).npages = 5;
      }),
    );
    const [map] = pageMaps(heap);
    expect(map?.runs.map(({ count, symbol }) => `${count}${symbol}`).join(' ')).toBe(
      '1s 1. 5s 1! 1~ 1s 6. 5s 1?',
    );
  });

  it('has the slots of each span, with the names of the blocks in them', () => {
    const heap = heapOf(classicView());
    const [first] = spansOf(heap);
    expect(first).toMatchObject({ elemsize: 16, taken: 1, nelems: 512, bar: 1 });
    const [taken, free] = slotMap(first!, heap).runs;
    expect([taken?.text, taken?.symbol, free?.symbol, free?.count]).toEqual(['a', '#', '.', 511]);
  });

  it('has what is in use, and what was given back', () => {
    const { client, classic } = classicView();
    const pages = (n: number): number => n * 8192;
    expect(sizesOf({ client, classic: classic! })).toEqual({
      live: 16 + 40_000 + 64 + pages(6),
      spans: pages(13),
      released: pages(2),
    });
  });

  it('shows the pages of a program join', () => {
    const text = [
      'allocheck 1',
      'heap go-classic geometry=tiny',
      'a = malloc 40960',
      'b = malloc 40960',
      'free a',
      'free b',
      '',
    ];
    const program = parseProgram(text.join('\n'), 'a.allocheck');
    const camera = new Camera();
    const seen: string[] = [];
    const { findings } = execute(program, goClassicSubject, [], (_, view) => {
      const [map] = pageMaps(new Map(camera.things(view)));
      seen.push(map?.runs.map(({ count, symbol }) => `${count}${symbol}`).join(' ') ?? '');
    });
    expect(findings).toEqual([]);
    // The end of the program is a step as well.
    expect(seen).toEqual(['5s 3.', '5s 5s 6.', '5. 5s 6.', '16.', '16.']);
  });
});
