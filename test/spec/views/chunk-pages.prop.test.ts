// Goal: countings by words agree with countings by pages.
// Method: random bitmaps of few long runs, which cross words, and the same answer page by page.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitAt, setBit } from '../../../src/base/bits.ts';
import { altered, heapOf, span } from '../../../spec/fixtures/go.ts';
import { cachePages } from '../../../spec/fixtures/pages.ts';
import {
  CHUNK_WORDS,
  findSpanPages,
  flipCachedPages,
  freeAtEnd,
  freeAtStart,
  longestFree,
} from '../../../spec/views/chunk-pages.ts';
import { PALLOC_CHUNK_PAGES, SPAN_DEAD } from '../../../spec/views/go.ts';

const seeded = { seed: 1, numRuns: 300 };

/** Lengths of runs, allocated and free by turns. */
const runs = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 40 });

function bitmapOf(lengths: readonly number[]): Int32Array {
  const alloc = new Int32Array(CHUNK_WORDS);
  let page = 0;
  for (const [i, length] of lengths.entries()) {
    for (const end = page + length; page < end; page += 1) {
      if (i % 2 === 0 && page < PALLOC_CHUNK_PAGES) setBit(alloc, page);
    }
  }
  return alloc;
}

/** Free pages as text, one letter a page: runs of them are then easy to find. */
function textOf(alloc: Int32Array): string {
  return Array.from({ length: PALLOC_CHUNK_PAGES }, (_, i) => (bitAt(alloc, i) ? '#' : '.')).join(
    '',
  );
}

describe('free pages of a chunk', () => {
  it('are counted at the start, at the end and in a run as page by page', () => {
    fc.assert(
      fc.property(runs, (lengths) => {
        const alloc = bitmapOf(lengths);
        const free = textOf(alloc)
          .split('#')
          .map((run) => run.length);
        expect(freeAtStart(alloc)).toBe(free[0]);
        expect(freeAtEnd(alloc)).toBe(free.at(-1));
        expect(longestFree(alloc)).toBe(Math.max(...free));
      }),
      seeded,
    );
  });

  it.each([
    ['none', -1, 0],
    ['all', 0, PALLOC_CHUNK_PAGES],
  ])('are %s', (_, word, expected) => {
    const alloc = new Int32Array(CHUNK_WORDS).fill(word);
    expect([freeAtStart(alloc), longestFree(alloc), freeAtEnd(alloc)]).toEqual(
      Array.from({ length: 3 }, () => expected),
    );
  });
});

describe('pages of a chunk that spans own', () => {
  it('are those of the spans, by the span table', () => {
    fc.assert(
      fc.property(runs, (lengths) => {
        let page = 0;
        const spans = lengths.map((npages, i) => {
          page += npages;
          return {
            at: page - npages,
            npages,
            own: i % 2 === 0 && npages > 0 && page <= PALLOC_CHUNK_PAGES,
          };
        });
        const own = spans.filter((it) => it.own);
        const view = heapOf(
          ...own.map(({ at, npages }) => span({ page: at, npages, spanclass: 1 })),
        );
        const owned = new Int32Array(CHUNK_WORDS).fill(0x5555);
        const [chunk] = view.go.pages.chunks;
        findSpanPages(view.go, chunk!, owned);
        expect(textOf(owned)).toBe(textOf(chunk!.alloc));
      }),
      { ...seeded, numRuns: 50 },
    );
  });

  it('are not those of a dead span, nor of one that starts above', () => {
    const owned = new Int32Array(CHUNK_WORDS);
    const dead = heapOf(span({ state: SPAN_DEAD }));
    const above = altered(heapOf(span({ page: 5 })), ({ go }) => {
      go.arenas[0]!.spans[3] = go.allspans[0];
    });
    findSpanPages(dead.go, dead.go.pages.chunks[0]!, owned);
    expect([...owned]).toEqual([...new Int32Array(CHUNK_WORDS)]);
    findSpanPages(above.go, above.go.pages.chunks[0]!, owned);
    expect(owned[0]).toBe(1 << 5);
  });
});

describe('pages of a chunk that page caches own', () => {
  it('are flipped where a cache of that chunk has them', () => {
    const view = altered(heapOf(span({ page: 600 })), (parts) => cachePages(parts, 64, 0b101, 1));
    const [first, second] = view.go.pages.chunks;
    const owned = new Int32Array(CHUNK_WORDS);
    flipCachedPages(view.go, first!, owned);
    expect([owned[2], owned[3]]).toEqual([0b101, 1]);
    flipCachedPages(view.go, first!, owned);
    flipCachedPages(view.go, second!, owned);
    expect([...owned]).toEqual([...new Int32Array(CHUNK_WORDS)]);
  });
});
