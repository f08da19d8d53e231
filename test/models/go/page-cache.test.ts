import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import type { PageCacheView } from '../../../spec/views/go.ts';
import { FULL, layoutOf, pageAllocOf, pageBase, wrongSummaries } from './page-support.ts';
import type { Layout, Runs } from './page-support.ts';

const N = PALLOC_CHUNK_PAGES;
const BASE = pageBase(0, 64);
const NONE = -1;

type Mask = readonly [lo: number, hi: number];
const ALL: Mask = [-1, -1];
const NOTHING: Mask = [0, 0];

function cacheOf(cache: Mask, scav: Mask): PageCache {
  const pcache = new PageCache();
  pcache.base = BASE;
  [pcache.cacheLo, pcache.cacheHi] = cache;
  [pcache.scavLo, pcache.scavHi] = scav;
  return pcache;
}

function stateOf({ base, cacheLo, cacheHi, scavLo, scavHi }: PageCacheView): unknown {
  return [base, [cacheLo, cacheHi], [scavLo, scavHi]];
}

type Hit = readonly [npages: number, page: number, scavengedPages: number];

function hitsOf(cache: PageCache, hits: readonly Hit[]): readonly Hit[] {
  return hits.map(([npages]) => {
    const base = cache.alloc(npages);
    const page = base === 0 ? NONE : (base - BASE) / PAGE_BYTES;
    return [npages, page, cache.allocScav / PAGE_BYTES];
  });
}

describe('a page cache', () => {
  // After Go's TestPageCacheAlloc.
  it.each<readonly [string, Mask, Mask, readonly Hit[]]>([
    [
      'nothing when it is empty',
      NOTHING,
      NOTHING,
      [
        [1, NONE, 0],
        [2, NONE, 0],
        [64, NONE, 0],
      ],
    ],
    [
      'one of one page',
      [1 << 5, 0],
      [1 << 5, 0],
      [
        [1, 5, 1],
        [1, NONE, 0],
      ],
    ],
    [
      'its low pages',
      ALL,
      [1, 0],
      [
        [1, 0, 1],
        [1, 1, 0],
        [1, 2, 0],
        [1, 3, 0],
      ],
    ],
    [
      'its high pages',
      [0, -1],
      [0, 1 << 31],
      [
        [31, 32, 0],
        [1, 63, 1],
        [1, NONE, 0],
      ],
    ],
    [
      'pairs',
      ALL,
      [0x3, 0],
      [
        [2, 0, 2],
        [2, 2, 0],
        [2, 4, 0],
      ],
    ],
    [
      'a pair over the words',
      [1 << 31, 1],
      [0, 1],
      [
        [2, 31, 1],
        [1, NONE, 0],
      ],
    ],
    [
      'three and more',
      [0x7f6, 0xff],
      [0x6, 0x10],
      [
        [3, 4, 0],
        [2, 1, 2],
        [4, 7, 0],
        [8, 32, 1],
      ],
    ],
    [
      'nothing where no run is long enough',
      [0x5555_5555, 0x5555_5555],
      NOTHING,
      [
        [2, NONE, 0],
        [1, 0, 0],
      ],
    ],
    [
      '33 pages',
      [-1, -1],
      ALL,
      [
        [33, 0, 33],
        [32, NONE, 0],
        [31, 33, 31],
      ],
    ],
    [
      'all 64 pages',
      ALL,
      [0, 3],
      [
        [64, 0, 2],
        [1, NONE, 0],
      ],
    ],
  ])('gives %s', (_, cache, scav, hits) => {
    const pcache = cacheOf(cache, scav);
    expect(hitsOf(pcache, hits)).toEqual(hits);
  });

  it('keeps what it did not give', () => {
    const pcache = cacheOf([0xff, 1], [0xf0, 1]);
    pcache.alloc(5);
    expect(stateOf(pcache)).toEqual([BASE, [0xe0, 1], [0xe0, 1]]);
    pcache.alloc(4);
    expect(stateOf(pcache)).toEqual([BASE, [0xe0, 1], [0xe0, 1]]);
    expect(pcache.empty()).toBe(false);
    pcache.alloc(3);
    expect([pcache.empty(), stateOf(pcache)]).toEqual([false, [BASE, [0, 1], [0, 1]]]);
    pcache.alloc(1);
    expect([pcache.empty(), stateOf(pcache)]).toEqual([true, [BASE, NOTHING, NOTHING]]);
  });

  // After Go's TestPageCacheFlush.
  it.each<readonly [string, Mask, Mask, Runs, Runs]>([
    ['nothing', NOTHING, NOTHING, FULL, []],
    [
      'all',
      ALL,
      ALL,
      [
        [0, 64],
        [128, N - 128],
      ],
      [[64, 64]],
    ],
    [
      'all, retained',
      ALL,
      NOTHING,
      [
        [0, 64],
        [128, N - 128],
      ],
      [],
    ],
    [
      'some',
      [0x6, 1 << 31],
      [0x2, 0],
      [
        [0, 65],
        [67, 60],
        [128, N - 128],
      ],
      [[65, 1]],
    ],
  ])('flushes %s', (_, cache, scav, taken, scavenged) => {
    const pages = pageAllocOf(WASM32, { 0: FULL });
    expect(pages.alloc(1)).toBe(0);
    const pcache = cacheOf(cache, scav);
    const wasEmpty = pcache.empty();
    pcache.flush(pages);
    expect(layoutOf(pages, 'alloc')).toEqual({ 0: taken });
    expect(layoutOf(pages, 'scavenged')).toEqual({ 0: scavenged });
    expect(pages.searchAddr).toBe(wasEmpty ? pages.maxSearchAddr : BASE);
    expect(wrongSummaries(pages)).toEqual([]);
    expect(stateOf(pcache)).toEqual([wasEmpty ? BASE : 0, NOTHING, NOTHING]);
  });

  it('leaves a lower search alone when it is flushed', () => {
    const pages = pageAllocOf(WASM32, { 0: [[1, N - 1]] });
    cacheOf([1, 0], NOTHING).flush(pages);
    expect(pages.searchAddr).toBe(pageBase(0, 0));
  });

  it('does not flush pages that are free', () => {
    const pages = pageAllocOf(WASM32, { 0: [[64, 1]] });
    expect(() => cacheOf([3, 0], NOTHING).flush(pages)).toThrow(
      `page 0x${pageBase(0, 65).toString(16)} is freed but not allocated`,
    );
  });
});

/** After Go's TestPageAllocAllocToCache: the caches filled one after the other. */
type Fill = readonly [chunk: number, page: number, cache: Mask, scav: Mask];

describe.each([WASM32, LINUX64])('the page allocator of $name', (geometry) => {
  it.each<readonly [string, Layout, Layout, readonly Fill[], Layout]>([
    [
      'with all of 64 free pages',
      { 0: [] },
      {
        0: [
          [0, 1],
          [66, 62],
        ],
      },
      [
        [0, 0, ALL, [1, 0]],
        [0, 64, ALL, [-1 << 2, -1]],
        [0, 128, ALL, NOTHING],
      ],
      { 0: [[0, 192]] },
    ],
    [
      'beyond unmapped chunks',
      { 0: FULL, 0xff: [] },
      { 0xff: FULL },
      [
        [0xff, 0, ALL, ALL],
        [0xff, 64, ALL, ALL],
      ],
      { 0: FULL, 0xff: [[0, 128]] },
    ],
    [
      'with the free ones of 64 pages',
      {
        0: [
          [0, 3],
          [70, 4],
          [96, 31],
        ],
      },
      {
        0: [
          [3, 2],
          [127, 1],
        ],
      },
      [
        [0, 0, [-1 << 3, -1], [0x18, 0]],
        [0, 64, [~0x3c0, 1 << 31], [0, 1 << 31]],
      ],
      { 0: [[0, 128]] },
    ],
    [
      'with the last free page',
      { 0: [[0, N - 1]] },
      { 0: [[N - 1, 1]] },
      [[0, N - 64, [0, 1 << 31], [0, 1 << 31]]],
      { 0: FULL },
    ],
  ])('fills a cache %s', (_, before, scav, fills, after) => {
    const pages = pageAllocOf(geometry, before, scav);
    for (const [chunk, page, cache, scavenged] of fills) {
      const pcache = new PageCache();
      pages.allocToCache(pcache);
      expect(stateOf(pcache)).toEqual([pageBase(chunk, page), cache, scavenged]);
      expect(pages.searchAddr).toBe(pageBase(chunk, page + 63));
      expect(wrongSummaries(pages)).toEqual([]);
    }
    expect(layoutOf(pages, 'alloc')).toEqual(after);
  });

  it('leaves the cache empty when it has no free page', () => {
    const pages = pageAllocOf(geometry, { 0: FULL });
    const pcache = cacheOf(NOTHING, NOTHING);
    pages.allocToCache(pcache);
    expect(stateOf(pcache)).toEqual([0, NOTHING, NOTHING]);
    expect(pages.searchAddr).toBe(pages.maxSearchAddr);
    pages.allocToCache(pcache);
    expect(pcache.empty()).toBe(true);
  });
});
