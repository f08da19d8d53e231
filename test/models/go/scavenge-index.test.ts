import { describe, expect, it } from 'vitest';
import { LINUX64 } from '../../../models/go/geometry.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { ScavengeIndex } from '../../../models/go/scavenge-index.ts';
import { PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import { BASE_CHUNK, pageAllocOf, pageBase } from './page-support.ts';

describe('the scavenge index', () => {
  it('names the highest chunk that is marked', () => {
    const index = new ScavengeIndex();
    expect(index.find()).toBeUndefined();
    index.mark(7, 9);
    index.mark(3, 3);
    index.mark(8, 8);
    expect([index.find(), index.isMarked(8), index.isMarked(4)]).toEqual([9, true, false]);
    index.clear(9);
    index.clear(4);
    expect([index.find(), index.isMarked(7)]).toEqual([8, true]);
    for (const chunk of [8, 7, 3]) index.clear(chunk);
    expect(index.find()).toBeUndefined();
  });

  // After Go's TestScavengeIndex.
  it('marks each chunk in which pages come free, and no other', () => {
    const pages = pageAllocOf(LINUX64, '0: full | 1: full | 2: full | 3: full');
    pages.free(pageBase(1, 511), 2);
    const isMarked = [0, 1, 2, 3].map((i) => pages.scavengeIndex.isMarked(BASE_CHUNK + i));
    expect(isMarked).toEqual([false, true, true, false]);
  });

  it('forgets a chunk in which nothing is left to scavenge, until pages come free there', () => {
    const pages = pageAllocOf(LINUX64, '0: 4+508 | 1: full');
    expect(pages.scavenge(9, () => {})).toBe(4);
    expect(pages.scavengeIndex.find()).toBeUndefined();
    pages.free(pageBase(1, 0), 1);
    expect(pages.scavengeIndex.find()).toBe(BASE_CHUNK + 1);
  });

  // Go 1.19 forgets it; from Go 1.21 on it does so.
  it('learns of the pages that a page cache gives back', () => {
    const pages = pageAllocOf(LINUX64, '0: 64+448');
    const cache = new PageCache();
    pages.allocToCache(cache);
    expect(pages.scavenge(PALLOC_CHUNK_PAGES, () => {})).toBe(0);
    cache.flush(pages);
    expect(pages.scavenge(PALLOC_CHUNK_PAGES, () => {})).toBe(64);
  });
});
