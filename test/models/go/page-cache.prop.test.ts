// Goal: a page cache gives the lowest run that it has, says what of it is scavenged, and loses no
// page between its filling and its flush.
// Method: draw 64 owned pages and which of them are scavenged, take runs of random lengths, and
// compare with two arrays of booleans; then flush the rest into a page heap that is full.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WASM32 } from '../../../models/go/geometry.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';
import { BASE_CHUNK, pageAllocOf, pageBase, wrongSummaries } from './page-support.ts';

const PAGES = Array.from({ length: 64 }, (_, i) => i);

function bitOf(lo: number, hi: number, i: number): boolean {
  return bitAt(Int32Array.of(lo, hi), i);
}

/** Index of the lowest run of `n` pages in the list; -1 when there is none. */
function lowestRun(isIn: readonly boolean[], n: number): number {
  return PAGES.findIndex((i) => i + n <= 64 && !isIn.slice(i, i + n).includes(false));
}

describe('a page cache', () => {
  it('agrees with arrays of booleans, and gives everything back', () => {
    const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1 << 31, 0x00ff_ff00));
    const lengths = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 64 })),
    );
    fc.assert(
      fc.property(fc.tuple(word, word), fc.tuple(word, word), lengths, (cache, scav, asked) => {
        const pages = pageAllocOf(WASM32, '0: full');
        const pcache = new PageCache();
        pcache.base = pageBase(0, 128);
        [pcache.cacheLo, pcache.cacheHi] = cache;
        pcache.scavLo = scav[0] & cache[0];
        pcache.scavHi = scav[1] & cache[1];
        const isIn = PAGES.map((i) => bitOf(...cache, i));
        const isScavenged = PAGES.map((i) => bitOf(...scav, i) && (isIn[i] as boolean));
        for (const npages of asked) {
          const i = lowestRun(isIn, npages);
          expect(pcache.alloc(npages)).toBe(i === -1 ? 0 : pcache.base + i * PAGE_BYTES);
          const given = i === -1 ? [] : PAGES.slice(i, i + npages);
          const scavenged = given.filter((page) => isScavenged[page]).length;
          expect(pcache.allocScav).toBe(scavenged * PAGE_BYTES);
          for (const page of given) {
            isIn[page] = false;
            isScavenged[page] = false;
          }
        }
        expect(PAGES.map((i) => bitOf(pcache.cacheLo, pcache.cacheHi, i))).toEqual(isIn);
        expect(PAGES.map((i) => bitOf(pcache.scavLo, pcache.scavHi, i))).toEqual(isScavenged);
        expect(pcache.empty()).toBe(!isIn.includes(true));
        pcache.flush(pages);
        const chunk = pages.chunkAt(BASE_CHUNK)!;
        expect(PAGES.map((i) => !bitAt(chunk.alloc, 128 + i))).toEqual(isIn);
        expect(PAGES.map((i) => bitAt(chunk.scavenged, 128 + i))).toEqual(isScavenged);
        expect(pcache.empty()).toBe(true);
        expect(wrongSummaries(pages)).toEqual([]);
      }),
      { seed: 42, numRuns: 150 },
    );
  });
});
