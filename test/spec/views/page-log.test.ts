// Goal: the log tells of pages that change hands what the bitmaps and the system say, and not what it is told.
// Method: a small heap of the fixtures, changed as the events say, or not quite so.
import { describe, expect, it } from 'vitest';
import { clearBit, setBit } from '../../../src/base/bits.ts';
import { altered, goView, span } from '../../../spec/fixtures/go.ts';
import { addrOf, cachePages, retainPage, setPageState } from '../../../spec/fixtures/pages.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../../spec/views/go.ts';
import { PageLog } from '../../../spec/views/page-log.ts';
import { PAGE_PREPARED } from '../../../spec/views/os.ts';

const heap = goView({ arenas: 2, procs: 2, spans: [span({ page: 0 }), span({ page: 3 })] });

function logOf(act: (log: PageLog) => void): PageLog {
  const log = new PageLog();
  act(log);
  return log;
}

describe('pages that are given', () => {
  it('are those that the system has to make ready, by its own pages', () => {
    const half = altered(heap, (parts) => setPageState(parts, 3, PAGE_PREPARED));
    const log = logOf((it) => it.taken(half.os, addrOf(0), 4, PAGE_BYTES));
    expect(log.takings).toEqual([
      { base: addrOf(0), npages: 4, scavenged: PAGE_BYTES, prepared: 3 * PAGE_BYTES },
    ]);
  });

  it('are not judged where no system is seen', () => {
    expect(logOf((it) => it.taken(undefined, addrOf(0), 1, 0)).takings).toEqual([]);
  });

  it('may have been anywhere in their page cache', () => {
    // Pages 65, 66 and 95…97 are left.
    const cached = altered(heap, (parts) => cachePages(parts, 64, (1 << 31) | 0b110, 0b11));
    const { pcache } = cached.go.procs[0]!;
    const log = logOf((it) => {
      it.picked(0, pcache, addrOf(70), 2);
      it.picked(0, pcache, addrOf(110), 3);
      it.picked(0, pcache, addrOf(110), 4);
      it.picked(0, pcache, addrOf(200), 4);
    });
    expect(log.picks.map(({ lowest }) => lowest)).toEqual([
      addrOf(65),
      addrOf(95),
      addrOf(110),
      -1,
    ]);
  });
});

describe('pages that come free', () => {
  const freed = altered(heap, ({ go }) => clearBit(go.pages.chunks[0]!.alloc, 3));

  it('are counted among their own and in their chunks', () => {
    const log = logOf((it) => {
      it.freeing(heap.go, addrOf(3), 1);
      it.freed(freed.go, addrOf(3), 1);
    });
    expect(log.frees).toEqual([{ base: addrOf(3), npages: 1, freeNow: 1, freed: 1 }]);
  });

  it('are counted in every chunk that they reach into', () => {
    const neighbour = altered(freed, ({ go }) => setBit(go.pages.chunks[1]!.alloc, 9));
    const log = logOf((it) => {
      it.freeing(heap.go, addrOf(3), 510);
      it.freed(neighbour.go, addrOf(3), 510);
    });
    expect(log.frees).toMatchObject([{ freeNow: 510, freed: 0 }]);
  });

  it('are those of a page cache, of a processor that is there or was stopped', () => {
    const stopped = altered(heap, ({ go }) => {
      go.stoppedProcs = go.procs.splice(1);
      setBit(go.pages.chunks[0]!.alloc, 70);
      clearBit(go.pages.chunks[0]!.scavenged, 70);
      clearBit(go.pages.chunks[0]!.scavenged, 71);
    });
    const flush = { base: addrOf(64), npages: 5, scavenged: 2 };
    const log = logOf((it) => {
      it.flushed(stopped.go, { ...flush, p: 0 });
      it.flushed(stopped.go, { ...flush, p: 1 });
      it.flushed(stopped.go, { ...flush, p: 2 });
      it.flushed(stopped.go, { ...flush, p: 1, base: addrOf(4096) });
    });
    const seen = { ...flush, freeNow: 63, scavengedNow: 62, isEmpty: true };
    expect(log.flushes).toEqual([
      { ...seen, p: 0 },
      { ...seen, p: 1 },
    ]);
  });

  it('may be left in their page cache', () => {
    const kept = altered(heap, (parts) => cachePages(parts, 64, 0, 1));
    const flush = { p: 0, base: addrOf(64), npages: 5, scavenged: 2 };
    expect(logOf((it) => it.flushed(kept.go, flush)).flushes).toMatchObject([{ isEmpty: false }]);
  });
});

describe('memory that comes and goes', () => {
  it('is released when it comes, as far as it is free and scavenged', () => {
    const kept = altered(heap, (parts) => retainPage(parts, 600));
    const log = logOf((it) => it.grown(kept.go, addrOf(0), (2 * CHUNK_BYTES) / PAGE_BYTES));
    expect(log.growths).toMatchObject([{ npages: 1024, released: 1021 }]);
  });

  it('is compared with the highest page that is still backed, where no call is half-way', () => {
    const kept = altered(heap, (parts) => {
      for (const page of [9, 511, 530]) retainPage(parts, page);
    });
    const run = { base: addrOf(3), npages: 2 };
    const log = logOf((it) => {
      it.scavenged(kept.go, { ...run, isAlone: true });
      it.scavenged(kept.go, { ...run, isAlone: false });
      it.scavenged(heap.go, { ...run, isAlone: true });
    });
    expect(log.scavengedRuns).toEqual([
      { ...run, hidden: 1, highest: addrOf(530) },
      { ...run, hidden: 1, highest: -1 },
      { ...run, hidden: 1, highest: -1 },
    ]);
  });

  it('is forgotten when the next command begins', () => {
    const log = logOf((it) => {
      it.taken(heap.os, addrOf(0), 1, 0);
      it.picked(0, heap.go.procs[0]!.pcache, addrOf(0), 1);
      it.flushed(heap.go, { p: 0, base: addrOf(64), npages: 1, scavenged: 0 });
      it.freed(heap.go, addrOf(0), 1);
      it.grown(heap.go, addrOf(0), 1);
      it.scavenged(heap.go, { base: addrOf(0), npages: 1, isAlone: true });
      it.clear();
    });
    const { takings, picks, flushes, frees, growths, scavengedRuns } = log;
    expect([takings, picks, flushes, frees, growths, scavengedRuns].flat()).toEqual([]);
  });
});
