// Goal: whatever is taken and given back, and however chunks lie in the address space, the page
// allocator gives the lowest run of free pages, counts what of it is scavenged, and its summaries,
// bitmaps and searchAddr say what is so.
// Method: draw a layout of chunks around the borders of the tree's blocks, the holes in each (most
// chunks are nearly full, so that a search has to look around), and a row of calls; make each on
// the allocator and on a plain list of pages; compare the answer each time, the whole state every
// few calls and at the end.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { PageAlloc } from '../../../models/go/page-alloc.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { lowestRun } from '../../../spec/views/first-fit.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import { NaivePages, highestRun, wrongSummaries } from './page-support.ts';

const N = PALLOC_CHUNK_PAGES;

/** Distances from chunk to chunk: 1 is adjacent, the others cross blocks of some level. */
const distance = fc.constantFrom(1, 1, 1, 1, 2, 7, 8, 9, 63, 70, 130);
const npages = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  // A run of these lies in the ends of two chunks, or where there is more room.
  { weight: 4, arbitrary: fc.integer({ min: 10, max: 18 }) },
  { weight: 2, arbitrary: fc.integer({ min: 19, max: 200 }) },
  { weight: 2, arbitrary: fc.integer({ min: 300, max: 3 * N }) },
);

const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ op: fc.constant('alloc' as const), n: npages }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant('free' as const), n: fc.nat(4000) }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('fill' as const), n: npages }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('flush' as const), n: npages }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('scavenge' as const), n: npages }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('grow' as const), n: distance }) },
);
/** Free runs of a chunk that is otherwise full, which may lie at its ends. */
const holes = fc.oneof(
  fc.constant<readonly (readonly [first: number, pages: number])[]>([]),
  fc.array(
    fc.tuple(
      fc.constantFrom(0, 0, 5, 64, 300, N - 9, N - 9, N - 1),
      fc.integer({ min: 1, max: 9 }),
    ),
    {
      maxLength: 3,
    },
  ),
  fc.constant([[0, N]] as const),
);
type Holes = readonly (readonly [first: number, pages: number])[];

const chunkPlan = fc.record({ distance, holes });
type ChunkPlan = { readonly distance: number; readonly holes: Holes };

interface Call {
  readonly op: 'alloc' | 'free' | 'fill' | 'flush' | 'scavenge' | 'grow';
  readonly n: number;
}

/** What the allocator says, and what the plain list does. */
interface Sides {
  readonly actual: unknown;
  readonly expected: unknown;
}
const NOTHING: Sides = { actual: undefined, expected: undefined };

/** First chunks from which `room` chunks fit: low, before a block's border, and at the very top. */
function firstChunk(geometry: Geometry, room: number): fc.Arbitrary<number> {
  const chunks = 2 ** geometry.heapAddrBits / CHUNK_BYTES;
  return fc.constantFrom(1, 7, 62, 64, 511 - 300, chunks - room, ...far(geometry));
}

function far({ heapAddrBits }: Geometry): readonly number[] {
  return heapAddrBits === 48 ? [2 ** 18 - 3, 0x30000, 2 ** 25 - 2] : [];
}

/** The allocator, and the plain list of pages that it must agree with. */
class Pair {
  readonly pages: PageAlloc;
  readonly naive = new NaivePages();
  readonly #cache = new PageCache();
  /** First page of the cache. */
  #cachedFirst = 0;
  /** Pages that the cache owns and did not give. */
  #cached: number[] = [];
  /** Those of them that are scavenged. */
  #cachedScav = new Set<number>();
  /** Runs that were given. */
  readonly #given: { first: number; n: number }[] = [];
  readonly #hugePages: number;
  #lastChunk: number;

  constructor(geometry: Geometry, first: number, plans: readonly ChunkPlan[]) {
    this.#hugePages = Math.max(1, geometry.physHugePageBytes / PAGE_BYTES);
    this.pages = new PageAlloc(geometry);
    this.#lastChunk = first - 1;
    for (const plan of plans) this.#grow(plan.distance);
    for (const _ of plans) this.#alloc(N);
    this.#given.length = 0;
    plans.forEach((plan, i) => this.#punch((this.pages.chunks[i]?.index ?? 0) * N, plan.holes));
  }

  make({ op, n }: Call): Sides {
    if (op === 'alloc') return this.#alloc(n);
    if (op === 'free') return this.#free(n);
    if (op === 'fill') return this.#fill(n);
    if (op === 'flush') return this.#flush();
    if (op === 'scavenge') return this.#scavenge(n);
    this.#grow(n);
    return NOTHING;
  }

  /** All state. */
  state(): Sides {
    const { pages, naive } = this;
    const all = naive.pages;
    const setBits = (which: 'alloc' | 'scavenged') =>
      all.filter((page) => bitAt(pages.chunkAt(Math.floor(page / N))![which], page % N));
    const search = pages.searchAddr / PAGE_BYTES;
    return {
      actual: {
        taken: setBits('alloc'),
        scavenged: setBits('scavenged'),
        chunks: pages.chunks.map(({ index }) => index * N),
        wrongSummaries: wrongSummaries(pages),
        freeBelowSearch: all.filter((page) => page + 1 <= search && naive.isFree(page)),
        searchIsMapped: pages.searchAddr === pages.maxSearchAddr || naive.taken.has(search),
      },
      expected: {
        taken: all.filter((page) => !naive.isFree(page)),
        scavenged: all.filter((page) => naive.scavenged.has(page)),
        chunks: all.filter((page) => page % N === 0),
        wrongSummaries: [],
        freeBelowSearch: [],
        searchIsMapped: true,
      },
    };
  }

  #grow(chunks: number): void {
    const index = this.#lastChunk + chunks;
    this.#lastChunk = index;
    if (index >= (this.pages.maxSearchAddr + 1) / CHUNK_BYTES) return;
    this.pages.grow(index * CHUNK_BYTES, CHUNK_BYTES);
    this.naive.grow(index, 1);
  }

  /** Gives back the holes of a full chunk, page by page; the others count as given one by one. */
  #punch(base: number, list: Holes): void {
    for (let i = 0; i < N; i += 1) {
      if (list.some(([first, n]) => i >= first && i < first + n)) {
        this.pages.free((base + i) * PAGE_BYTES, 1);
        this.naive.giveBack(base + i, 1);
      } else this.#given.push({ first: base + i, n: 1 });
    }
  }

  #alloc(n: number): Sides {
    const page = this.naive.lowestRun(n);
    const base = page * PAGE_BYTES;
    const actual = [lowestRun(this.pages, n), this.pages.alloc(n), this.pages.allocScav];
    if (page === 0) return { actual, expected: [-1, 0, 0] };
    this.#given.push({ first: page, n });
    return { actual, expected: [base, base, this.naive.take(page, n) * PAGE_BYTES] };
  }

  /** Gives back a run that was given, or the first half of it. */
  #free(choice: number): Sides {
    const i = choice % Math.max(1, this.#given.length);
    const [run] = this.#given.splice(i, 1);
    if (run === undefined) return NOTHING;
    const n = choice % 3 === 0 ? Math.ceil(run.n / 2) : run.n;
    this.pages.free(run.first * PAGE_BYTES, n);
    this.naive.giveBack(run.first, n);
    if (n < run.n) this.#given.push({ first: run.first + n, n: run.n - n });
    return NOTHING;
  }

  /** Takes a run from the cache, which is filled first when it is empty. */
  #fill(n: number): Sides {
    if (this.#cache.empty()) this.#fillCache();
    const want = Math.min(n, 64);
    const i = this.#cached.findIndex((page, k) => this.#cached[k + want - 1] === page + want - 1);
    const { base } = this.#cache;
    const actual = [base, this.#cache.alloc(want), this.#cache.allocScav];
    const cacheBase = this.#cachedFirst * PAGE_BYTES;
    if (i === -1) return { actual, expected: [cacheBase, 0, 0] };
    const run = this.#cached.splice(i, want);
    const first = run[0] as number;
    this.#given.push({ first, n: want });
    const scav = run.filter((page) => this.#cachedScav.delete(page)).length;
    return { actual, expected: [cacheBase, first * PAGE_BYTES, scav * PAGE_BYTES] };
  }

  #fillCache(): void {
    const lowest = this.naive.lowestRun(1);
    this.#cachedFirst = lowest - (lowest % 64);
    const block = Array.from({ length: lowest === 0 ? 0 : 64 }, (_, i) => this.#cachedFirst + i);
    this.pages.allocToCache(this.#cache);
    this.#cached = block.filter((page) => this.naive.isFree(page));
    this.#cachedScav = new Set(this.#cached.filter((page) => this.naive.take(page, 1) === 1));
  }

  #flush(): Sides {
    if (this.#cache.empty()) return NOTHING;
    this.#cache.flush(this.pages);
    for (const page of this.#cached) {
      this.naive.giveBack(page, 1);
      if (this.#cachedScav.has(page)) this.naive.scavenged.add(page);
    }
    this.#cached = [];
    return { actual: this.#cache.empty(), expected: true };
  }

  /** Chunk by chunk from the top, the highest run of each first. */
  #scavenge(n: number): Sides {
    const expected = this.#scavengeNaively(n);
    const released: number[] = [];
    let found = 0;
    const count = this.pages.scavenge(n, (base, npages) => {
      const first = base / PAGE_BYTES;
      released.push(...Array.from({ length: npages }, (_, i) => first + i));
      if (this.pages.find(npages) === base) found += 1;
    });
    const inOrder = (pages: readonly number[]) => pages.toSorted((a, b) => a - b);
    return {
      actual: [count, inOrder(released), found],
      expected: [expected.length, inOrder(expected), 0],
    };
  }

  #scavengeNaively(n: number): readonly number[] {
    const { naive } = this;
    const chunks = naive.pages.filter((page) => page % N === 0).toReversed();
    const pages: number[] = [];
    for (const chunk of chunks) {
      while (pages.length < n) {
        const retained = Array.from(
          { length: N },
          (_, i) => naive.isFree(chunk + i) && !naive.scavenged.has(chunk + i),
        );
        const { first, npages } = highestRun(retained, n - pages.length, this.#hugePages);
        if (npages === 0) break;
        for (let i = first; i < first + npages; i += 1) {
          naive.scavenged.add(chunk + i);
          pages.push(chunk + i);
        }
      }
    }
    return pages;
  }
}

describe.each([WASM32, LINUX64])('the page allocator of $name', (geometry) => {
  it('agrees with a plain list of pages', () => {
    const layout = fc.array(chunkPlan, { minLength: 1, maxLength: 6 }).chain((plans) =>
      fc.tuple(
        firstChunk(
          geometry,
          plans.reduce((sum, plan) => sum + plan.distance, 0),
        ),
        fc.constant(plans),
      ),
    );
    fc.assert(
      fc.property(layout, fc.array(call, { maxLength: 50 }), ([first, plans], calls) => {
        const pair = new Pair(geometry, first, plans);
        calls.forEach((each, i) => {
          const { actual, expected } = pair.make(each);
          expect(actual).toEqual(expected);
          const state = i % 10 === 9 || i === calls.length - 1 ? pair.state() : NOTHING;
          expect(state.actual).toEqual(state.expected);
        });
      }),
      { seed: 42, numRuns: 100 },
    );
  });
});
