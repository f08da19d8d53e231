import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import { PageAlloc } from '../../../models/go/page-alloc.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import type { PallocData } from '../../../models/go/palloc-bits.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import {
  BASE_CHUNK,
  FULL,
  layoutOf,
  pageAllocOf,
  pageBase,
  wrongSummaries,
} from './page-support.ts';
import type { Layout } from './page-support.ts';

const N = PALLOC_CHUNK_PAGES;
/** No answer: address 0. */
const NONE = -1;

/** One call of `alloc` and its answer: a page counted from page 0 of BASE_CHUNK, or NONE. */
type Hit = readonly [npages: number, page: number, scavengedPages: number];

interface Case {
  readonly before: Layout;
  readonly scav?: Layout;
  readonly hits: readonly Hit[];
  readonly after: Layout;
}

/** Page `i` of chunk `chunk`, counted from page 0 of BASE_CHUNK. */
function page(chunk: number, i: number): number {
  return chunk * N + i;
}

function hitsOf(pages: PageAlloc, hits: readonly Hit[]): readonly Hit[] {
  return hits.map(([npages]) => {
    const base = pages.alloc(npages);
    const at = base === 0 ? NONE : (base - pageBase(0, 0)) / PAGE_BYTES;
    return [npages, at, pages.allocScav / PAGE_BYTES];
  });
}

/** After Go's TestPageAllocAlloc. */
const allocations: Readonly<Record<string, Case>> = {
  'single pages of a free chunk': {
    before: { 0: [] },
    scav: {
      0: [
        [0, 1],
        [2, 2],
      ],
    },
    hits: [
      [1, 0, 1],
      [1, 1, 0],
      [1, 2, 1],
      [1, 3, 1],
      [1, 4, 0],
    ],
    after: { 0: [[0, 5]] },
  },
  'the last page of three chunks': {
    before: { 0: FULL, 1: FULL, 2: [[0, N - 1]] },
    scav: { 2: FULL },
    hits: [
      [1, page(2, N - 1), 1],
      [1, NONE, 0],
    ],
    after: { 0: FULL, 1: FULL, 2: FULL },
  },
  'a page beyond unmapped chunks': {
    before: { 0: FULL, 0xff: [] },
    scav: { 0xff: FULL },
    hits: [[1, page(0xff, 0), 1]],
    after: { 0: FULL, 0xff: [[0, 1]] },
  },
  'pairs of pages': {
    before: { 0: [] },
    scav: {
      0: [
        [0, 3],
        [7, 1],
      ],
    },
    hits: [
      [2, 0, 2],
      [2, 2, 1],
      [2, 4, 0],
      [2, 6, 1],
      [2, 8, 0],
    ],
    after: { 0: [[0, 10]] },
  },
  'a pair that straddles two chunks': {
    before: { 0: [[0, N - 1]], 1: [[1, N - 1]] },
    scav: { 0: [[N - 1, 1]] },
    hits: [[2, N - 1, 1]],
    after: { 0: FULL, 1: FULL },
  },
  'five pages at a time': {
    before: { 0: [] },
    scav: {
      0: [
        [0, 8],
        [9, 1],
        [17, 5],
      ],
    },
    hits: [
      [5, 0, 5],
      [5, 5, 4],
      [5, 10, 0],
      [5, 15, 3],
      [5, 20, 2],
    ],
    after: { 0: [[0, 25]] },
  },
  '64 pages at a time': {
    before: { 0: [] },
    scav: {
      0: [
        [21, 1],
        [63, 65],
      ],
    },
    hits: [
      [64, 0, 2],
      [64, 64, 64],
      [64, 128, 0],
    ],
    after: { 0: [[0, 192]] },
  },
  '65 pages at a time': {
    before: { 0: [] },
    scav: { 0: [[129, 1]] },
    hits: [
      [65, 0, 0],
      [65, 65, 1],
      [65, 130, 0],
    ],
    after: { 0: [[0, 195]] },
  },
  'what is left of a chunk': {
    before: { 0: [] },
    scav: { 0: [[10, 1]] },
    hits: [
      [N - 3, 0, 1],
      [N - 3, NONE, 0],
      [1, N - 3, 0],
      [2, N - 2, 0],
      [1, NONE, 0],
      [5, NONE, 0],
    ],
    after: { 0: FULL },
  },
  'a whole chunk': {
    before: { 0: [] },
    scav: {
      0: [
        [0, 1],
        [N - 1, 1],
      ],
    },
    hits: [
      [N, 0, 2],
      [N, NONE, 0],
      [1, NONE, 0],
    ],
    after: { 0: FULL },
  },
  'a chunk that straddles two': {
    before: { 0: [[0, N / 2]], 1: [[N / 2, N / 2]] },
    scav: { 1: [[3, 100]] },
    hits: [
      [N, N / 2, 100],
      [N, NONE, 0],
      [1, NONE, 0],
    ],
    after: { 0: FULL, 1: FULL },
  },
  'a chunk and a page that straddle two': {
    before: { 0: [[0, N / 2]], 1: [] },
    scav: { 0: FULL, 1: FULL },
    hits: [
      [N + 1, N / 2, N + 1],
      [N, NONE, 0],
      [1, page(1, N / 2 + 1), 1],
    ],
    after: { 0: FULL, 1: [[0, N / 2 + 2]] },
  },
  'two chunks': {
    before: { 0: [], 1: [] },
    hits: [
      [2 * N, 0, 0],
      [2 * N, NONE, 0],
      [1, NONE, 0],
    ],
    after: { 0: FULL, 1: FULL },
  },
  'two chunks, not over a gap': {
    before: { 0: [], 0x40: [], 0x41: [] },
    scav: { 0: FULL, 0x40: FULL },
    hits: [
      [2 * N, page(0x40, 0), N],
      [21, 0, 21],
      [1, 21, 1],
    ],
    after: { 0: [[0, 22]], 0x40: FULL, 0x41: FULL },
  },
  'two chunks that straddle three': {
    before: { 0: [[0, N / 2]], 1: [], 2: [[N / 2, N / 2]] },
    scav: {
      0: [[N / 2, 7]],
      1: [
        [3, 5],
        [121, 10],
      ],
      2: [[N / 2 - 12, 2]],
    },
    hits: [
      [2 * N, N / 2, 24],
      [2 * N, NONE, 0],
      [1, NONE, 0],
    ],
    after: { 0: FULL, 1: FULL, 2: FULL },
  },
  'pages beyond ends that a full chunk keeps apart': {
    before: {
      0: [[0, N - 3]],
      1: FULL,
      2: [[3, N - 3]],
      3: [
        [0, 50],
        [56, N - 56],
      ],
    },
    hits: [
      [6, page(3, 50), 0],
      [6, NONE, 0],
      [3, N - 3, 0],
      [3, page(2, 0), 0],
    ],
    after: { 0: FULL, 1: FULL, 2: FULL, 3: FULL },
  },
  'five quarters of a chunk': {
    before: { 0: FULL, 1: [[0, (N * 3) / 4]], 2: [], 3: [[N / 4, (N * 3) / 4]] },
    hits: [
      [(N * 5) / 4, page(1, (N * 3) / 4), 0],
      [(N * 5) / 4, NONE, 0],
      [1, page(3, 0), 0],
    ],
    after: {
      0: FULL,
      1: FULL,
      2: FULL,
      3: [
        [0, 1],
        [N / 4, (N * 3) / 4],
      ],
    },
  },
  'seven chunks and five pages': {
    before: { 0: [], 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
    scav: {
      0: [[0, 50]],
      1: [[31, 1]],
      5: [[200, 1]],
      7: [
        [3, 2],
        [5, 9],
      ],
    },
    hits: [
      [7 * N + 5, 0, 54],
      [7 * N + 5, NONE, 0],
      [1, page(7, 5), 1],
    ],
    after: { 0: FULL, 1: FULL, 2: FULL, 3: FULL, 4: FULL, 5: FULL, 6: FULL, 7: [[0, 6]] },
  },
  'runs over the borders of blocks of every level': {
    before: { 47: [[0, N - 3]], 48: [[3, N - 3]], 495: [[0, N - 9]], 496: [[9, N - 9]] },
    hits: [
      [18, page(495, N - 9), 0],
      [7, NONE, 0],
      [6, page(47, N - 3), 0],
      [1, NONE, 0],
    ],
    after: { 47: FULL, 48: FULL, 495: FULL, 496: FULL },
  },
};

describe.each([WASM32, LINUX64])('the page allocator of $name', (geometry) => {
  // After Go's TestPageAllocGrow.
  it.each<
    readonly [string, readonly number[], readonly (readonly [first: number, chunks: number])[]]
  >([
    ['one chunk', [0], [[0, 1]]],
    ['two in a row', [0, 1], [[0, 2]]],
    ['five in a row', [0, 1, 2, 3, 4], [[0, 5]]],
    [
      'three apart',
      [0, 2, 4],
      [
        [0, 1],
        [2, 1],
        [4, 1],
      ],
    ],
    [
      'some in a row',
      [0, 1, 2, 4],
      [
        [0, 3],
        [4, 1],
      ],
    ],
    [
      'some far apart',
      [0, 1, 0x10, 0x21],
      [
        [0, 2],
        [0x10, 1],
        [0x21, 1],
      ],
    ],
    [
      'downwards',
      [9, 8, 3, 0],
      [
        [0, 1],
        [3, 1],
        [8, 2],
      ],
    ],
  ])('grows by %s', (_, chunks, inUse) => {
    const pages = new PageAlloc(geometry);
    for (const chunk of chunks) pages.grow(pageBase(chunk, 0), CHUNK_BYTES);
    expect(pages.inUse.ranges).toEqual(
      inUse.map(([first, n]) => ({ base: pageBase(first, 0), limit: pageBase(first + n, 0) })),
    );
    expect(pages.inUse.totalBytes).toBe(chunks.length * CHUNK_BYTES);
    expect([pages.start, pages.end]).toEqual([
      BASE_CHUNK + Math.min(...chunks),
      BASE_CHUNK + Math.max(...chunks) + 1,
    ]);
    expect(pages.searchAddr).toBe(pageBase(Math.min(...chunks), 0));
    expect(layoutOf(pages, 'scavenged')).toEqual(Object.fromEntries(chunks.map((c) => [c, FULL])));
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each<readonly [string, number, number, string]>([
    ['the zero page', 0, CHUNK_BYTES, 'grow: bad range 0x0+0x400000'],
    ['what is not whole chunks', CHUNK_BYTES, PAGE_BYTES, 'grow: bad range 0x400000+0x2000'],
    ['what is not aligned', PAGE_BYTES, CHUNK_BYTES, 'grow: bad range 0x2000+0x400000'],
    ['nothing', CHUNK_BYTES, 0, 'attempted to add zero-sized address range'],
    ['what is mapped', pageBase(0, 0), 2 * CHUNK_BYTES, 'is in use'],
    ['what is beyond all addresses', 2 ** geometry.heapAddrBits, CHUNK_BYTES, 'grow: bad range'],
  ])('does not grow by %s', (_, base, bytes, message) => {
    const pages = pageAllocOf(geometry, { 0: FULL, 1: FULL });
    expect(() => pages.grow(base, bytes)).toThrow(message);
    expect(pages.chunks).toHaveLength(2);
  });

  it('has no memory before it grows', () => {
    const pages = new PageAlloc(geometry);
    const cache = new PageCache();
    pages.allocToCache(cache);
    expect([pages.alloc(1), pages.find(1), cache.empty(), pages.scavenge(1, () => {})]).toEqual([
      0,
      0,
      true,
      0,
    ]);
    expect(pages.searchAddr).toBe(pages.maxSearchAddr);
  });

  it.each(Object.keys(allocations))('gives %s', (name) => {
    const { before, scav, hits, after } = allocations[name] as Case;
    const pages = pageAllocOf(geometry, before, scav);
    expect(wrongSummaries(pages)).toEqual([]);
    expect(hitsOf(pages, hits)).toEqual(hits);
    expect(layoutOf(pages, 'alloc')).toEqual(after);
    expect(wrongSummaries(pages)).toEqual([]);
  });

  // After Go's TestPageAllocExhaust.
  it.each([1, 2, 3, 4, 5, 8, 16, 64, 1024, 1025, 2048, 2049])(
    'gives all memory away, %i pages at a time',
    (npages) => {
      const pages = pageAllocOf(geometry, { 0: [], 1: [], 2: [], 3: [] });
      const times = Math.floor((4 * N) / npages);
      expect(Array.from({ length: times }, () => pages.alloc(npages))).toEqual(
        Array.from({ length: times }, (_, i) => pageBase(0, i * npages)),
      );
      expect(pages.alloc(npages)).toBe(0);
      expect(wrongSummaries(pages)).toEqual([]);
      const rest = (4 * N) % npages;
      if (rest > 0) expect(pages.alloc(rest)).toBe(pageBase(0, times * npages));
      expect(pages.alloc(1)).toBe(0);
      expect(pages.searchAddr).toBe(pages.maxSearchAddr);
    },
  );

  // After Go's TestPageAllocFree.
  it.each<readonly [string, Layout, readonly (readonly [page: number, npages: number])[], Layout]>([
    [
      'pages of a chunk',
      { 0: FULL },
      [
        [0, 1],
        [1, 1],
        [2, 1],
      ],
      { 0: [[3, N - 3]] },
    ],
    [
      'pages of two chunks',
      { 0: FULL, 1: FULL },
      [
        [N, 1],
        [N - 1, 1],
      ],
      { 0: [[0, N - 1]], 1: [[1, N - 1]] },
    ],
    ['two that straddle', { 0: FULL, 1: FULL }, [[N - 1, 2]], { 0: [[0, N - 1]], 1: [[1, N - 1]] }],
    [
      'five',
      { 0: FULL },
      [
        [0, 5],
        [5, 5],
      ],
      { 0: [[10, N - 10]] },
    ],
    [
      '64',
      { 0: FULL },
      [[64, 64]],
      {
        0: [
          [0, 64],
          [128, N - 128],
        ],
      },
    ],
    [
      '65 that straddle words',
      { 0: FULL },
      [[31, 65]],
      {
        0: [
          [0, 31],
          [96, N - 96],
        ],
      },
    ],
    ['a chunk', { 0: FULL }, [[0, N]], { 0: [] }],
    [
      'a chunk that straddles',
      { 0: FULL, 1: FULL },
      [[N / 2, N]],
      { 0: [[0, N / 2]], 1: [[N / 2, N / 2]] },
    ],
    ['two chunks', { 0: FULL, 1: FULL }, [[0, 2 * N]], { 0: [], 1: [] }],
    [
      'two that straddle three',
      { 0: FULL, 1: FULL, 2: FULL },
      [[9, 2 * N]],
      { 0: [[0, 9]], 1: [], 2: [[9, N - 9]] },
    ],
    [
      'more than two',
      { 0: FULL, 1: FULL, 2: FULL },
      [[5, 2 * N + 5]],
      { 0: [[0, 5]], 1: [], 2: [[10, N - 10]] },
    ],
  ])('takes back %s', (_, before, frees, after) => {
    const pages = pageAllocOf(geometry, before);
    expect([pages.alloc(1), pages.searchAddr]).toEqual([0, pages.maxSearchAddr]);
    for (const [first, npages] of frees) pages.free(pageBase(0, first), npages);
    expect(layoutOf(pages, 'alloc')).toEqual(after);
    expect(pages.searchAddr).toBe(pageBase(0, Math.min(...frees.map(([first]) => first))));
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each<readonly [string, number, number, string]>([
    ['free', 4, 1, `page 0x${pageBase(0, 4).toString(16)} is freed but not allocated`],
    ['free in part', 0, 9, `page 0x${pageBase(0, 4).toString(16)} is freed but not allocated`],
    ['free, in the second chunk', N - 2, 4, `page 0x${pageBase(1, 1).toString(16)} is freed but`],
    ['not mapped', 2 * N, 1, `page 0x${pageBase(2, 0).toString(16)} is not mapped`],
    ['not mapped in part', 2 * N - 1, 2, `page 0x${pageBase(2, 0).toString(16)} is not mapped`],
  ])('does not take back pages that are %s', (_, first, npages, message) => {
    const pages = pageAllocOf(geometry, {
      0: [
        [0, 4],
        [5, N - 5],
      ],
      1: [
        [0, 1],
        [2, N - 2],
      ],
    });
    expect(() => pages.free(pageBase(0, first), npages)).toThrow(message);
  });

  // After Go's TestPageAllocAllocAndFree.
  it('gives the same address again after a free', () => {
    const pages = pageAllocOf(geometry, { 0: [], 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] });
    for (const npages of [8 * N, 1, 1, 8 * N]) {
      expect(pages.alloc(npages)).toBe(pageBase(0, 0));
      pages.free(pageBase(0, 0), npages);
    }
  });

  it('keeps the search out of unmapped memory (golang/go#40191)', () => {
    // The first page takes the search off chunk 0. Then the lowest free memory is in the block of
    // chunk 64, which begins 16 chunks earlier, where nothing is mapped.
    const pages = pageAllocOf(geometry, {
      0: [[0, N - 1]],
      64: [
        [0, 10],
        [19, N - 19],
      ],
      124: [],
    });
    expect([pages.alloc(1), pages.alloc(100)]).toEqual([pageBase(0, N - 1), pageBase(124, 0)]);
    expect(pages.searchAddr).toBe(pageBase(64, 0));
    expect(pages.alloc(9)).toBe(pageBase(64, 10));
  });

  it('raises searchAddr to the first free page that it has seen, not further', () => {
    const pages = pageAllocOf(geometry, {
      0: [[0, N - 9]],
      1: [
        [0, 7],
        [9, N - 9],
      ],
      2: [[0, 3]],
    });
    expect([pages.alloc(9), pages.alloc(12)]).toEqual([pageBase(0, N - 9), pageBase(2, 3)]);
    expect(pages.searchAddr).toBe(pageBase(1, 0));
    expect([pages.alloc(2), pages.searchAddr]).toEqual([pageBase(1, 7), pageBase(1, 7)]);
    expect([pages.alloc(3), pages.searchAddr]).toEqual([pageBase(2, 15), pageBase(2, 15)]);
  });

  it('serves the last pages of the address space', () => {
    const top = 2 ** geometry.heapAddrBits;
    const pages = new PageAlloc(geometry);
    pages.grow(top - 2 * CHUNK_BYTES, 2 * CHUNK_BYTES);
    expect(pages.alloc(2 * N - 1)).toBe(top - 2 * CHUNK_BYTES);
    expect(pages.alloc(2)).toBe(0);
    expect(pages.alloc(1)).toBe(top - PAGE_BYTES);
    expect([pages.alloc(1), pages.alloc(1)]).toEqual([0, 0]);
    pages.free(top - PAGE_BYTES, 1);
    const cache = new PageCache();
    pages.allocToCache(cache);
    expect(cache.base).toBe(top - 64 * PAGE_BYTES);
    expect(cache.alloc(1)).toBe(top - PAGE_BYTES);
    pages.allocToCache(cache);
    expect([cache.empty(), pages.searchAddr]).toEqual([true, pages.maxSearchAddr]);
    pages.free(top - CHUNK_BYTES, N);
    expect(pages.scavenge(3, () => {})).toBe(3);
    expect(layoutOf(pages, 'scavenged')).toEqual({
      [top / CHUNK_BYTES - 2 - BASE_CHUNK]: [],
      [top / CHUNK_BYTES - 1 - BASE_CHUNK]: [[N - 3, 3]],
    });
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each<readonly [string, number, (pages: PageAlloc) => void]>([
    ['a chunk, at searchAddr', -1, (pages) => pages.alloc(2)],
    ['a chunk, below searchAddr', -1, (pages) => pages.find(2)],
    ['a chunk, for a cache', -1, (pages) => pages.allocToCache(new PageCache())],
    ['a block', -2, (pages) => pages.find(2)],
  ])('notices a summary that promises too much of %s', (_, level, call) => {
    const pages = pageAllocOf(geometry, { 0: FULL });
    pages.searchAddr = pageBase(0, 0);
    const { logPages } = pages.summary.at(level) as { logPages: number };
    const entry = (BASE_CHUNK * N) >>> logPages;
    for (const above of pages.summary) {
      if (above.logPages >= logPages) above.set((BASE_CHUNK * N) >>> above.logPages, 0, 9, 0);
    }
    expect(pages.summary.at(level)?.max(entry)).toBe(9);
    expect(() => call(pages)).toThrow('bad summary data');
  });
});

describe('the scavenger of pages', () => {
  // After Go's TestPageAllocScavenge.
  const free = { 0: [], 1: [], 2: [[0, 12]] } as const;

  it.each<readonly [string, Layout, Layout, readonly number[], readonly number[], Layout]>([
    ['all', { 0: [] }, {}, [1, 3, Infinity, 1], [1, 3, N - 4, 0], { 0: FULL }],
    ['nothing of a full heap', { 0: FULL, 1: FULL }, {}, [5], [0], { 0: [], 1: [] }],
    ['nothing twice', { 0: [] }, { 0: FULL }, [5], [0], { 0: FULL }],
    ['the highest first', { 0: [[9, 20]] }, {}, [3], [3], { 0: [[N - 3, 3]] }],
    ['over chunks', free, {}, [N, 20], [N, 20], { 0: [], 1: [[N - 32, 32]], 2: [[12, N - 12]] }],
    ['over gaps', { 0: [], 9: [[0, N - 1]] }, {}, [4], [4], { 0: [[N - 3, 3]], 9: [[N - 1, 1]] }],
    [
      'runs between others',
      { 0: [[4, 1]] },
      {
        0: [
          [2, 1],
          [9, 2],
        ],
      },
      [N - 12, 9],
      [N - 12, 8],
      {
        0: [
          [0, 4],
          [5, N - 5],
        ],
      },
    ],
  ])('returns %s', (_, before, scav, asked, got, after) => {
    const pages = pageAllocOf(WASM32, before, scav);
    expect(asked.map((npages) => pages.scavenge(npages, () => {}))).toEqual(got);
    expect(layoutOf(pages, 'scavenged')).toEqual(after);
    expect(layoutOf(pages, 'alloc')).toEqual(before);
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it('hides the pages while it returns them', () => {
    const pages = pageAllocOf(WASM32, { 0: [] });
    const seen: unknown[] = [];
    pages.scavenge(10, (base, npages) => {
      seen.push([base, npages, pages.find(N), layoutOf(pages, 'alloc')]);
    });
    expect(seen).toEqual([[pageBase(0, N - 10), 10, 0, { 0: [[N - 10, 10]] }]]);
    expect(pages.find(N)).toBe(pageBase(0, 0));
  });

  it('leaves the search as low as the pages that it returned', () => {
    const pages = pageAllocOf(WASM32, { 0: FULL });
    pages.free(pageBase(0, 100), 5);
    expect(pages.alloc(2)).toBe(pageBase(0, 100));
    const chunk = pages.chunkAt(BASE_CHUNK) as PallocData;
    expect(pages.scavengeOne(chunk, 9, () => {})).toBe(3);
    expect(pages.scavengeOne(chunk, 9, () => {})).toBe(0);
    expect([pages.alloc(3), pages.allocScav]).toEqual([pageBase(0, 102), 3 * PAGE_BYTES]);
  });
});
