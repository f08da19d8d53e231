import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';
import type { PageCacheView } from '../../../spec/views/go.ts';
import { addrOf, layoutText, pageAllocOf, pageBase, wrongSummaries } from './page-support.ts';

const BASE = pageBase(0, 64);

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

/** Takes runs as `npages=page`, with `~n` where n of the pages were scavenged. */
function allocate(cache: PageCache, row: string): string {
  const answers = row.split(' ').map((hit) => {
    const npages = Number.parseInt(hit, 10);
    const base = cache.alloc(npages);
    const scav = cache.allocScav === 0 ? '' : `~${cache.allocScav / PAGE_BYTES}`;
    return `${npages}=${base === 0 ? 'none' : (base - BASE) / PAGE_BYTES}${scav}`;
  });
  return answers.join(' ');
}

describe('a page cache', () => {
  // After Go's TestPageCacheAlloc.
  it.each<readonly [string, Mask, Mask, string]>([
    ['nothing when it is empty', NOTHING, NOTHING, '1=none 2=none 64=none'],
    ['one of one page', [1 << 5, 0], [1 << 5, 0], '1=5~1 1=none'],
    ['its low pages', ALL, [1, 0], '1=0~1 1=1 1=2 1=3'],
    ['its high pages', [0, -1], [0, 1 << 31], '31=32 1=63~1 1=none'],
    ['pairs', ALL, [0x3, 0], '2=0~2 2=2 2=4'],
    ['a pair over the words', [1 << 31, 1], [0, 1], '2=31~1 1=none'],
    ['three and more', [0x7f6, 0xff], [0x6, 0x10], '3=4 2=1~2 4=7 8=32~1'],
    ['single pages only', [0x5555_5555, 0x5555_5555], NOTHING, '2=none 1=0 1=2'],
    ['33 pages', ALL, ALL, '33=0~33 32=none 31=33~31'],
    ['all 64 pages', ALL, [0, 3], '64=0~2 1=none'],
  ])('gives %s', (_, cache, scav, hits) => {
    expect(allocate(cacheOf(cache, scav), hits)).toBe(hits);
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
  it.each<readonly [string, Mask, Mask, taken: string, scavenged: string]>([
    ['nothing', NOTHING, NOTHING, 'full', 'none'],
    ['all', ALL, ALL, '0+64 128+384', '64+64'],
    ['all, retained', ALL, NOTHING, '0+64 128+384', 'none'],
    ['some', [0x6, 1 << 31], [0x2, 0], '0+65 67+60 128+384', '65+1'],
  ])('flushes %s', (_, cache, scav, taken, scavenged) => {
    const pages = pageAllocOf(WASM32, '0: full');
    expect(pages.alloc(1)).toBe(0);
    const pcache = cacheOf(cache, scav);
    const wasEmpty = pcache.empty();
    pcache.flush(pages);
    expect(layoutText(pages, 'alloc')).toBe(`0: ${taken}`);
    expect(layoutText(pages, 'scavenged')).toBe(`0: ${scavenged}`);
    expect(pages.searchAddr).toBe(wasEmpty ? pages.maxSearchAddr : BASE);
    expect(wrongSummaries(pages)).toEqual([]);
    expect(stateOf(pcache)).toEqual([wasEmpty ? BASE : 0, NOTHING, NOTHING]);
  });

  it('leaves a lower search alone when it is flushed', () => {
    const pages = pageAllocOf(WASM32, '0: 1+511');
    cacheOf([1, 0], NOTHING).flush(pages);
    expect(pages.searchAddr).toBe(pageBase(0, 0));
  });

  it('does not flush pages that are free', () => {
    const pages = pageAllocOf(WASM32, '0: 64+1');
    expect(() => cacheOf([3, 0], NOTHING).flush(pages)).toThrow(
      `page 0x${pageBase(0, 65).toString(16)} is freed but not allocated`,
    );
  });
});

/** A cache as it is filled: its first page, its pages and which of them are scavenged. */
type Fill = readonly [page: string, cache: Mask, scav: Mask];

describe.each([WASM32, LINUX64])('the page allocator of $name', (geometry) => {
  // After Go's TestPageAllocAllocToCache: the caches filled one after the other.
  it.each<readonly [string, before: string, scav: string, readonly Fill[], after: string]>([
    [
      'with all of 64 free pages',
      '0: none',
      '0: 0+1 66+62',
      [
        ['0.0', ALL, [1, 0]],
        ['0.64', ALL, [-1 << 2, -1]],
        ['0.128', ALL, NOTHING],
      ],
      '0: 0+192',
    ],
    [
      'beyond unmapped chunks',
      '0: full | 255: none',
      '255: full',
      [
        ['255.0', ALL, ALL],
        ['255.64', ALL, ALL],
      ],
      '0: full | 255: 0+128',
    ],
    [
      'with the free ones of 64 pages',
      '0: 0+3 70+4 96+31',
      '0: 3+2 127+1',
      [
        ['0.0', [-1 << 3, -1], [0x18, 0]],
        ['0.64', [~0x3c0, 1 << 31], [0, 1 << 31]],
      ],
      '0: 0+128',
    ],
    [
      'with the last free page',
      '0: 0+511',
      '0: 511+1',
      [['0.448', [0, 1 << 31], [0, 1 << 31]]],
      '0: full',
    ],
  ])('fills a cache %s', (_, before, scav, fills, after) => {
    const pages = pageAllocOf(geometry, before, scav);
    for (const [page, cache, scavenged] of fills) {
      const pcache = new PageCache();
      pages.allocToCache(pcache);
      expect(stateOf(pcache)).toEqual([addrOf(page), cache, scavenged]);
      expect(pages.searchAddr).toBe(addrOf(page) + 63 * PAGE_BYTES);
      expect(wrongSummaries(pages)).toEqual([]);
    }
    expect(layoutText(pages, 'alloc')).toBe(after);
  });

  it('leaves the cache empty when it has no free page', () => {
    const pages = pageAllocOf(geometry, '0: full');
    const pcache = cacheOf(NOTHING, NOTHING);
    pages.allocToCache(pcache);
    expect(stateOf(pcache)).toEqual([0, NOTHING, NOTHING]);
    expect(pages.searchAddr).toBe(pages.maxSearchAddr);
    pages.allocToCache(pcache);
    expect(pcache.empty()).toBe(true);
  });
});
