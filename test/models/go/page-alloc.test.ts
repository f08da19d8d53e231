import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import { PageAlloc } from '../../../models/go/page-alloc.ts';
import { PageCache } from '../../../models/go/page-cache.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import {
  addrOf,
  BASE_CHUNK,
  layoutText,
  pageAllocOf,
  pageBase,
  pageText,
  wrongSummaries,
} from './page-support.ts';

// A layout is written as `chunk: first+count …`, a page as `chunk.page`, an allocation as
// `npages=page`, with `~n` where n of the pages were scavenged. A chunk has 512 pages.
const N = PALLOC_CHUNK_PAGES;

/** Makes the allocations of a row, and writes what they gave in the same way. */
function allocate(pages: PageAlloc, row: string): string {
  const answers = row.split(' ').map((hit) => {
    const npages = Number.parseInt(hit, 10);
    const page = pageText(pages.alloc(npages));
    const scav = pages.allocScav === 0 ? '' : `~${pages.allocScav / PAGE_BYTES}`;
    return `${npages}=${page}${scav}`;
  });
  return answers.join(' ');
}

interface Case {
  readonly before: string;
  readonly scav?: string;
  readonly hits: string;
  readonly after: string;
}

/** After Go's TestPageAllocAlloc. */
const allocations: Readonly<Record<string, Case>> = {
  'single pages of a free chunk': {
    before: '0: none',
    scav: '0: 0+1 2+2',
    hits: '1=0.0~1 1=0.1 1=0.2~1 1=0.3~1 1=0.4',
    after: '0: 0+5',
  },
  'the last page of three chunks': {
    before: '0: full | 1: full | 2: 0+511',
    scav: '2: full',
    hits: '1=2.511~1 1=none',
    after: '0: full | 1: full | 2: full',
  },
  'a page beyond unmapped chunks': {
    before: '0: full | 255: none',
    scav: '255: full',
    hits: '1=255.0~1',
    after: '0: full | 255: 0+1',
  },
  'pairs of pages': {
    before: '0: none',
    scav: '0: 0+3 7+1',
    hits: '2=0.0~2 2=0.2~1 2=0.4 2=0.6~1 2=0.8',
    after: '0: 0+10',
  },
  'a pair that straddles two chunks': {
    before: '0: 0+511 | 1: 1+511',
    scav: '0: 511+1',
    hits: '2=0.511~1',
    after: '0: full | 1: full',
  },
  'five pages at a time': {
    before: '0: none',
    scav: '0: 0+8 9+1 17+5',
    hits: '5=0.0~5 5=0.5~4 5=0.10 5=0.15~3 5=0.20~2',
    after: '0: 0+25',
  },
  '64 pages at a time': {
    before: '0: none',
    scav: '0: 21+1 63+65',
    hits: '64=0.0~2 64=0.64~64 64=0.128',
    after: '0: 0+192',
  },
  '65 pages at a time': {
    before: '0: none',
    scav: '0: 129+1',
    hits: '65=0.0 65=0.65~1 65=0.130',
    after: '0: 0+195',
  },
  'what is left of a chunk': {
    before: '0: none',
    scav: '0: 10+1',
    hits: '509=0.0~1 509=none 1=0.509 2=0.510 1=none 5=none',
    after: '0: full',
  },
  'a whole chunk': {
    before: '0: none',
    scav: '0: 0+1 511+1',
    hits: '512=0.0~2 512=none 1=none',
    after: '0: full',
  },
  'a chunk that straddles two': {
    before: '0: 0+256 | 1: 256+256',
    scav: '1: 3+100',
    hits: '512=0.256~100 512=none 1=none',
    after: '0: full | 1: full',
  },
  'a chunk and a page that straddle two': {
    before: '0: 0+256 | 1: none',
    scav: '0: full | 1: full',
    hits: '513=0.256~513 512=none 1=1.257~1',
    after: '0: full | 1: 0+258',
  },
  'two chunks': {
    before: '0: none | 1: none',
    hits: '1024=0.0 1024=none 1=none',
    after: '0: full | 1: full',
  },
  'two chunks, not over a gap': {
    before: '0: none | 64: none | 65: none',
    scav: '0: full | 64: full',
    hits: '1024=64.0~512 21=0.0~21 1=0.21~1',
    after: '0: 0+22 | 64: full | 65: full',
  },
  'two chunks that straddle three': {
    before: '0: 0+256 | 1: none | 2: 256+256',
    scav: '0: 256+7 | 1: 3+5 121+10 | 2: 244+2',
    hits: '1024=0.256~24 1024=none 1=none',
    after: '0: full | 1: full | 2: full',
  },
  'pages beyond ends that a full chunk keeps apart': {
    before: '0: 0+509 | 1: full | 2: 3+509 | 3: 0+50 56+456',
    hits: '6=3.50 6=none 3=0.509 3=2.0',
    after: '0: full | 1: full | 2: full | 3: full',
  },
  'five quarters of a chunk': {
    before: '0: full | 1: 0+384 | 2: none | 3: 128+384',
    hits: '640=1.384 640=none 1=3.0',
    after: '0: full | 1: full | 2: full | 3: 0+1 128+384',
  },
  'seven chunks and five pages': {
    before: '0: none | 1: none | 2: none | 3: none | 4: none | 5: none | 6: none | 7: none',
    scav: '0: 0+50 | 1: 31+1 | 5: 200+1 | 7: 3+11',
    hits: '3589=0.0~54 3589=none 1=7.5~1',
    after: '0: full | 1: full | 2: full | 3: full | 4: full | 5: full | 6: full | 7: 0+6',
  },
  'runs over the borders of blocks of every level': {
    before: '47: 0+509 | 48: 3+509 | 495: 0+503 | 496: 9+503',
    hits: '18=495.503 7=none 6=47.509 1=none',
    after: '47: full | 48: full | 495: full | 496: full',
  },
};

describe.each([WASM32, LINUX64])('the page allocator of $name', (geometry) => {
  // After Go's TestPageAllocGrow: the chunks in order, and the ranges in use as first+count.
  it.each([
    ['one chunk', [0], '0+1'],
    ['two in a row', [0, 1], '0+2'],
    ['five in a row', [0, 1, 2, 3, 4], '0+5'],
    ['three apart', [0, 2, 4], '0+1 2+1 4+1'],
    ['some in a row', [0, 1, 2, 4], '0+3 4+1'],
    ['some far apart', [0, 1, 16, 33], '0+2 16+1 33+1'],
    ['downwards', [9, 8, 3, 0], '0+1 3+1 8+2'],
  ])('grows by %s', (_, chunks, inUse) => {
    const pages = new PageAlloc(geometry);
    for (const chunk of chunks) pages.grow(pageBase(chunk, 0), CHUNK_BYTES);
    const ranges = pages.inUse.ranges.map(({ base, limit }) => {
      const first = base / CHUNK_BYTES - BASE_CHUNK;
      return `${first}+${(limit - base) / CHUNK_BYTES}`;
    });
    expect(ranges.join(' ')).toBe(inUse);
    expect(pages.inUse.totalBytes).toBe(chunks.length * CHUNK_BYTES);
    const [lowest, highest] = [Math.min(...chunks), Math.max(...chunks)];
    expect([pages.start, pages.end]).toEqual([BASE_CHUNK + lowest, BASE_CHUNK + highest + 1]);
    expect(pages.searchAddr).toBe(pageBase(lowest, 0));
    expect(pages.chunks.map((chunk) => chunk.scavengedIn(0, N))).toEqual(chunks.map(() => N));
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each([
    ['the zero page', 0, CHUNK_BYTES, 'grow: bad range 0x0+0x400000'],
    ['what is not whole chunks', CHUNK_BYTES, PAGE_BYTES, 'grow: bad range 0x400000+0x2000'],
    ['what is not aligned', PAGE_BYTES, CHUNK_BYTES, 'grow: bad range 0x2000+0x400000'],
    ['nothing', CHUNK_BYTES, 0, 'attempted to add zero-sized address range'],
    ['what is mapped', pageBase(0, 0), 2 * CHUNK_BYTES, 'is in use'],
    ['what is beyond all addresses', 2 ** geometry.heapAddrBits, CHUNK_BYTES, 'grow: bad range'],
  ])('does not grow by %s', (_, base, bytes, message) => {
    const pages = pageAllocOf(geometry, '0: full | 1: full');
    expect(() => pages.grow(base, bytes)).toThrow(message);
    expect(pages.chunks).toHaveLength(2);
  });

  it('has no memory before it grows', () => {
    const pages = new PageAlloc(geometry);
    const cache = new PageCache();
    pages.allocToCache(cache);
    const answers = [pages.alloc(1), pages.find(1), cache.empty(), pages.scavenge(1, () => {})];
    expect(answers).toEqual([0, 0, true, 0]);
    expect(pages.searchAddr).toBe(pages.maxSearchAddr);
  });

  it.each(Object.entries(allocations))('gives %s', (_, { before, scav, hits, after }) => {
    const pages = pageAllocOf(geometry, before, scav);
    expect(layoutText(pages, 'alloc')).toBe(before);
    expect(wrongSummaries(pages)).toEqual([]);
    expect(allocate(pages, hits)).toBe(hits);
    expect(layoutText(pages, 'alloc')).toBe(after);
    expect(wrongSummaries(pages)).toEqual([]);
  });

  // After Go's TestPageAllocExhaust.
  it.each([1, 2, 3, 4, 5, 8, 16, 64, 1024, 1025, 2048, 2049])(
    'gives all memory away, %i pages at a time',
    (npages) => {
      const pages = pageAllocOf(geometry, '0: none | 1: none | 2: none | 3: none');
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

  // After Go's TestPageAllocFree. The pages that are freed are written as page+count.
  it.each([
    ['pages of a chunk', '0: full', '0.0+1 0.1+1 0.2+1', '0: 3+509'],
    ['pages of two chunks', '0: full | 1: full', '1.0+1 0.511+1', '0: 0+511 | 1: 1+511'],
    ['two that straddle', '0: full | 1: full', '0.511+2', '0: 0+511 | 1: 1+511'],
    ['five', '0: full', '0.0+5 0.5+5', '0: 10+502'],
    ['64', '0: full', '0.64+64', '0: 0+64 128+384'],
    ['65 that straddle words', '0: full', '0.31+65', '0: 0+31 96+416'],
    ['a chunk', '0: full', '0.0+512', '0: none'],
    ['a chunk that straddles', '0: full | 1: full', '0.256+512', '0: 0+256 | 1: 256+256'],
    ['two chunks', '0: full | 1: full', '0.0+1024', '0: none | 1: none'],
    ['two of three', '0: full | 1: full | 2: full', '0.9+1024', '0: 0+9 | 1: none | 2: 9+503'],
    ['more', '0: full | 1: full | 2: full', '0.5+1029', '0: 0+5 | 1: none | 2: 10+502'],
  ])('takes back %s', (_, before, frees, after) => {
    const pages = pageAllocOf(geometry, before);
    expect([pages.alloc(1), pages.searchAddr]).toEqual([0, pages.maxSearchAddr]);
    const runs = frees.split(' ').map((run) => run.split('+') as [string, string]);
    for (const [page, npages] of runs) pages.free(addrOf(page), Number(npages));
    expect(layoutText(pages, 'alloc')).toBe(after);
    expect(pages.searchAddr).toBe(Math.min(...runs.map(([page]) => addrOf(page))));
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each([
    ['free', '0.4', 1, '0.4', 'is freed but not allocated'],
    ['free in part', '0.0', 9, '0.4', 'is freed but not allocated'],
    ['free in the second chunk', '0.510', 4, '1.1', 'is freed but not allocated'],
    ['not mapped', '2.0', 1, '2.0', 'is not mapped'],
    ['not mapped in part', '1.511', 2, '2.0', 'is not mapped'],
  ])('does not take back pages that are %s', (_, page, npages, wrong, problem) => {
    const pages = pageAllocOf(geometry, '0: 0+4 5+507 | 1: 0+1 2+510');
    expect(() => pages.free(addrOf(page), npages)).toThrow(
      `page 0x${addrOf(wrong).toString(16)} ${problem}`,
    );
  });

  // After Go's TestPageAllocAllocAndFree.
  it('gives the same address again after a free', () => {
    const pages = pageAllocOf(geometry, '0: none | 1: none | 2: none | 3: none');
    for (const npages of [4 * N, 1, 1, 4 * N]) {
      expect(pages.alloc(npages)).toBe(pageBase(0, 0));
      pages.free(pageBase(0, 0), npages);
    }
  });

  it('keeps the search out of unmapped memory (golang/go#40191)', () => {
    // The first page takes the search off chunk 0. Then the lowest free memory is in the block of
    // chunk 64, which begins 16 chunks earlier, where nothing is mapped.
    const pages = pageAllocOf(geometry, '0: 0+511 | 64: 0+10 19+493 | 124: none');
    expect(allocate(pages, '1=0.511 100=124.0')).toBe('1=0.511 100=124.0');
    expect(pageText(pages.searchAddr)).toBe('64.0');
    expect(allocate(pages, '9=64.10')).toBe('9=64.10');
  });

  it('does not lower searchAddr to the start of a block that has free memory further up', () => {
    const pages = pageAllocOf(geometry, '0: full | 37: 1+511 | 111: 0+10');
    expect(pageText(pages.searchAddr)).toBe('37.0');
    expect(allocate(pages, '2=111.10')).toBe('2=111.10');
    expect(pageText(pages.searchAddr)).toBe('37.0');
  });

  it('raises searchAddr to the first free page that it has seen, not further', () => {
    const pages = pageAllocOf(geometry, '0: 0+503 | 1: 0+7 9+503 | 2: 0+3');
    const searches = [9, 12, 2, 3].map((npages) => {
      const page = pageText(pages.alloc(npages));
      return `${page}, search ${pageText(pages.searchAddr)}`;
    });
    expect(searches).toEqual([
      '0.503, search 0.503',
      '2.3, search 1.0',
      '1.7, search 1.7',
      '2.15, search 2.15',
    ]);
  });

  it('serves the last pages of the address space', () => {
    const top = 2 ** geometry.heapAddrBits;
    const pages = new PageAlloc(geometry);
    pages.grow(top - 2 * CHUNK_BYTES, 2 * CHUNK_BYTES);
    expect(pages.alloc(2 * N - 1)).toBe(top - 2 * CHUNK_BYTES);
    expect([pages.alloc(2), pages.alloc(1)]).toEqual([0, top - PAGE_BYTES]);
    expect([pages.alloc(1), pages.alloc(1)]).toEqual([0, 0]);
    pages.free(top - PAGE_BYTES, 1);
    const cache = new PageCache();
    pages.allocToCache(cache);
    expect(cache.base).toBe(top - 64 * PAGE_BYTES);
    expect(cache.alloc(1)).toBe(top - PAGE_BYTES);
    pages.allocToCache(cache);
    expect([cache.empty(), pages.searchAddr]).toEqual([true, pages.maxSearchAddr]);
    pages.free(top - CHUNK_BYTES, N);
    const least = Math.max(3, geometry.physHugePageBytes / PAGE_BYTES);
    expect(pages.scavenge(3, () => {})).toBe(least);
    expect(layoutText(pages, 'scavenged').endsWith(`: ${N - least}+${least}`)).toBe(true);
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it.each<readonly [string, number, (pages: PageAlloc) => void]>([
    ['a chunk, at searchAddr', -1, (pages) => pages.alloc(2)],
    ['a chunk, below searchAddr', -1, (pages) => pages.find(2)],
    ['a chunk, for a cache', -1, (pages) => pages.allocToCache(new PageCache())],
    ['a block', -2, (pages) => pages.find(2)],
  ])('notices a summary that promises too much of %s', (_, level, call) => {
    const pages = pageAllocOf(geometry, '0: full');
    for (const above of pages.summary.slice(0, pages.summary.length + level + 1)) {
      above.set(above.indexOf(BASE_CHUNK), 0, 9, 0);
    }
    expect(() => call(pages)).toThrow('bad summary data');
  });
});

describe('the search address', () => {
  it.each([
    [WASM32, 2 ** 32 - 1],
    [LINUX64, 2 ** 48 - 1],
  ])('of an empty page allocator is the last byte of $name', (geometry, last) => {
    const { searchAddr, maxSearchAddr } = new PageAlloc(geometry);
    expect([searchAddr, maxSearchAddr]).toEqual([last, last]);
  });
});

describe('the scavenger of pages', () => {
  // After Go's TestPageAllocScavenge: pages asked for and returned, as asked=returned.
  it.each([
    ['all', '0: none', '', '1=1 3=3 Infinity=508 1=0', '0: full'],
    ['nothing of a full heap', '0: full | 1: full', '', '5=0', '0: none | 1: none'],
    ['nothing twice', '0: none', '0: full', '5=0', '0: full'],
    ['the highest first', '0: 9+20', '', '3=3', '0: 509+3'],
    ['over chunks', '0: none | 2: 0+12', '', '500=500 20=20', '0: 492+20 | 2: 12+500'],
    ['over gaps', '0: none | 9: 0+511', '', '4=4', '0: 509+3 | 9: 511+1'],
    ['runs between others', '0: 4+1', '0: 2+1 9+2', '500=500 9=8', '0: 0+4 5+507'],
  ])('returns %s', (_, before, scav, row, after) => {
    const pages = pageAllocOf(WASM32, before, scav);
    const answers = row.split(' ').map((each) => {
      const asked = Number.parseFloat(each);
      return `${asked}=${pages.scavenge(asked, () => {})}`;
    });
    expect(answers.join(' ')).toBe(row);
    expect(layoutText(pages, 'scavenged')).toBe(after);
    expect(layoutText(pages, 'alloc')).toBe(before);
    expect(wrongSummaries(pages)).toEqual([]);
  });

  it('hides the pages while it returns them', () => {
    const pages = pageAllocOf(WASM32, '0: none');
    const seen: unknown[] = [];
    pages.scavenge(10, (base, npages) => {
      seen.push(pageText(base), npages, pages.find(N), layoutText(pages, 'alloc'));
    });
    expect(seen).toEqual(['0.502', 10, 0, '0: 502+10']);
    expect(pages.find(N)).toBe(pageBase(0, 0));
  });

  it('lets others be given pages while it returns some, but not those', () => {
    const pages = pageAllocOf(WASM32, '0: none');
    const runs = pages.scavenging(10);
    expect([runs.next().done, allocate(pages, '502=0.0'), pages.find(1)]).toEqual([
      false,
      '502=0.0',
      0,
    ]);
    expect(runs.next()).toEqual({ done: true, value: 10 });
    expect(layoutText(pages, 'scavenged')).toBe('0: 502+10');
  });

  it('leaves the search as low as the pages that it returned', () => {
    const pages = pageAllocOf(WASM32, '0: full');
    pages.free(pageBase(0, 100), 5);
    expect(allocate(pages, '2=0.100')).toBe('2=0.100');
    expect(pages.scavenge(9, () => {})).toBe(3);
    expect(pages.scavenge(9, () => {})).toBe(0);
    expect(allocate(pages, '3=0.102~3')).toBe('3=0.102~3');
  });
});
