// Goal: whatever the bits of a chunk are, its summary, its searches and the scavenger's candidate
// are what a walk over its pages gives.
// Method: draw chunks as alternating runs of taken and free pages, short and long ones, and compare
// with the plainest loops over 512 booleans. Every word is met in every shape that matters.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitAt } from '../../../src/base/bits.ts';
import { findBitRange64, PallocData } from '../../../models/go/palloc-bits.ts';
import { SummaryLevel } from '../../../models/go/palloc-sum.ts';
import { highestRun } from './page-support.ts';
import { PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';

const fixed = { seed: 42, numRuns: 300 };

const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.integer({ min: 20, max: 70 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 300 }) },
);

/** Bits of 512 pages: runs of ones and zeros by turns, from a random start. */
const bits = fc.tuple(fc.boolean(), fc.array(length, { maxLength: 60 })).map(([first, lengths]) => {
  const pages: boolean[] = [];
  lengths.forEach((n, i) => {
    for (let k = 0; k < n; k += 1) pages.push(first === (i % 2 === 0));
  });
  while (pages.length < PALLOC_CHUNK_PAGES) pages.push(first);
  return pages.slice(0, PALLOC_CHUNK_PAGES);
});

function chunkOf(taken: readonly boolean[]): PallocData {
  const chunk = new PallocData(0);
  taken.forEach((isTaken, i) => {
    if (isTaken) chunk.allocRange(i, 1);
  });
  return chunk;
}

/** First index of the lowest run of `n` that are `value`; -1 when there is none. */
function lowestRun(list: readonly boolean[], n: number, value: boolean): number {
  let run = 0;
  for (let i = 0; i < list.length; i += 1) {
    run = list[i] === value ? run + 1 : 0;
    if (run === n) return i - n + 1;
  }
  return -1;
}

describe('a chunk', () => {
  it('summarizes itself as a walk over its pages does', () => {
    const leaves = new SummaryLevel(9, 3, 3);
    leaves.grow(0, 7);
    fc.assert(
      fc.property(bits, (taken) => {
        chunkOf(taken).summarize(leaves);
        const busy = taken.indexOf(true);
        let longest = 0;
        while (lowestRun(taken, longest + 1, false) !== -1) longest += 1;
        const start = busy === -1 ? PALLOC_CHUNK_PAGES : busy;
        const end = PALLOC_CHUNK_PAGES - 1 - taken.lastIndexOf(true);
        expect([leaves.start(0), leaves.max(0), leaves.end(0)]).toEqual([start, longest, end]);
      }),
      fixed,
    );
  });

  it('finds the lowest run of every length', () => {
    fc.assert(
      fc.property(bits, (taken) => {
        const chunk = chunkOf(taken);
        const firstFree = taken.indexOf(false);
        for (let n = 1; n <= PALLOC_CHUNK_PAGES; n += n < 70 ? 1 : 13) {
          const page = lowestRun(taken, n, false);
          expect([chunk.find(n, 0), chunk.searchIdx]).toEqual([page, firstFree]);
          if (firstFree > 0) expect(chunk.find(n, firstFree)).toBe(page);
          if (page === -1) break;
        }
      }),
      fixed,
    );
  });

  it('gives the scavenger the top of its highest free run that is not scavenged', () => {
    const most = fc.integer({ min: 1, max: 600 });
    const huge = fc.constantFrom(1, 1, 4, 64, 256);
    fc.assert(
      fc.property(bits, bits, most, huge, (taken, scavenged, max, hugePages) => {
        const chunk = chunkOf(taken);
        const retained = taken.map((isTaken, i) => !isTaken && !(scavenged[i] as boolean));
        scavenged.forEach((is, i) => {
          if (is && !(taken[i] as boolean)) chunk.setScavenged(i, 1);
        });
        const { first, npages } = highestRun(retained, max, hugePages);
        expect([chunk.findScavengeCandidate(max, hugePages), chunk.candidatePages]).toEqual([
          first,
          npages,
        ]);
      }),
      fixed,
    );
  });

  it('takes and gives back exactly the pages that it is told', () => {
    const range = fc
      .tuple(fc.nat(511), fc.nat(511))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(range, range, ([first, last], [c, d]) => {
        const chunk = new PallocData(0);
        chunk.setScavenged(0, PALLOC_CHUNK_PAGES);
        chunk.allocRange(first, last - first + 1);
        expect(chunk.scavengedIn(0, PALLOC_CHUNK_PAGES)).toBe(511 - last + first);
        const from = Math.max(first, c);
        const to = Math.min(last, d);
        if (from <= to) chunk.freeRange(from, to - from + 1);
        const pages = Array.from({ length: PALLOC_CHUNK_PAGES }, (_, i) => i);
        expect(pages.filter((i) => bitAt(chunk.alloc, i))).toEqual(
          pages.filter((i) => i >= first && i <= last && !(i >= from && i <= to)),
        );
        expect(pages.filter((i) => bitAt(chunk.scavenged, i))).toEqual(
          pages.filter((i) => i < first || i > last),
        );
      }),
      { ...fixed, numRuns: 60 },
    );
  });
});

describe('a run of bits in 64', () => {
  it('is the lowest', () => {
    const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1, 1 << 31, 0xffff));
    fc.assert(
      fc.property(word, word, (lo, hi) => {
        const ones = Array.from(
          { length: 64 },
          (_, i) => (((i < 32 ? lo : hi) >>> (i & 31)) & 1) === 1,
        );
        for (let n = 1; n <= 64; n += 1) {
          const bit = lowestRun(ones, n, true);
          expect(findBitRange64(lo, hi, n)).toBe(bit === -1 ? 64 : bit);
        }
      }),
      fixed,
    );
  });
});
