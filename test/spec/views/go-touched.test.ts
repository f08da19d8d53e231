// Goal: what an event or a call touched is in the log, once, and nothing is there that is gone.
// Method: events of a small heap of the fixtures, whose changes have been made already.
import { describe, expect, it } from 'vitest';
import { HEAP_BASE, altered, goView, heapOf, span } from '../../../spec/fixtures/go.ts';
import type { FixtureView } from '../../../spec/fixtures/go.ts';
import { retainPage } from '../../../spec/fixtures/pages.ts';
import { GoTouched } from '../../../spec/views/go-touched.ts';
import { NO_MEMORY_LIMIT } from '../../../spec/views/go-pacer.ts';
import { CHUNK_BYTES, GC_OFF, PAGE_BYTES } from '../../../spec/views/go.ts';

const view = goView({ procs: 2, arenas: 3, spans: [span(), span({ page: 1 })] });
const [first, second] = view.go.allspans as [ReturnType<typeof span>, ReturnType<typeof span>];

function logOf({ go }: FixtureView = view): GoTouched {
  const log = new GoTouched();
  log.attach(go);
  return log;
}

describe('the log of what was touched', () => {
  it('has the spans of the client and those of the slow paths, once each', () => {
    const log = logOf();
    log.client(first.startAddr + 64);
    log.client(first.startAddr);
    log.client(HEAP_BASE + 5 * PAGE_BYTES);
    log.spanSwept(second);
    log.spanFiled(second);
    expect(log.spans).toEqual([first, second]);
    expect(log.changedSpans).toEqual([second]);
  });

  it('forgets a span that was freed, but for what it was like', () => {
    const log = logOf();
    log.spanAllocated(second);
    log.client(first.startAddr);
    log.spanFreed(second);
    expect([log.spans, log.changedSpans]).toEqual([[first], []]);
    expect(log.freedSpans).toEqual([
      {
        index: second.index,
        startAddr: second.startAddr,
        npages: 1,
        allocCount: 1,
        sweepgen: 4,
        heapSweepgen: 4,
        gcphase: GC_OFF,
      },
    ]);
  });

  it('leaves out spans that are not in use', () => {
    const log = logOf(altered(heapOf(span()), ({ go }) => (go.allspans[0]!.state = 0)));
    log.client(HEAP_BASE);
    log.spanSwept(span({ state: 0 }));
    expect([log.spans, log.changedSpans]).toEqual([[], []]);
  });

  it('has every chunk of a range of pages', () => {
    const log = logOf();
    log.pagesFreed(HEAP_BASE + CHUNK_BYTES - PAGE_BYTES, 2);
    log.pagesScavenged(HEAP_BASE, 1);
    expect(log.chunks.map(({ index }) => index)).toEqual([1, 2]);
    log.heapGrown(HEAP_BASE + 2 * CHUNK_BYTES, CHUNK_BYTES);
    expect(log.chunks).toHaveLength(3);
    expect(log.growths).toEqual([{ base: HEAP_BASE + 2 * CHUNK_BYTES, bytes: CHUNK_BYTES }]);
  });

  it('has what an allocation gave back, and what it should have for the growth that it needed', () => {
    const log = logOf(
      altered(view, ({ go }) => {
        go.pacer.scavenge.gcPercentGoal = 3 * PAGE_BYTES;
        go.pacer.limiter.limiting = true;
      }),
    );
    // Two pages are in use: of the growth all but one page lie above the goal.
    log.heapGrown(HEAP_BASE + 2 * CHUNK_BYTES, CHUNK_BYTES);
    log.pagesScavenged(HEAP_BASE, 4);
    log.spanAllocated(second);
    log.spanAllocated(second);
    expect(log.scavengingAllocations).toEqual([
      {
        base: second.startAddr,
        memoryLimit: NO_MEMORY_LIMIT,
        mappedReady: 2 * PAGE_BYTES,
        limiting: true,
        aboveGoal: CHUNK_BYTES - PAGE_BYTES,
        released: 4 * PAGE_BYTES,
        releasedLimiting: 4 * PAGE_BYTES,
        left: 0,
      },
    ]);
    log.heapGrown(HEAP_BASE + 2 * CHUNK_BYTES, CHUNK_BYTES);
    log.clear();
    log.spanAllocated(second);
    expect(log.scavengingAllocations).toEqual([]);
  });

  it('has the turns of the background scavenger, with what it left where it parked', () => {
    const retaining = altered(view, (parts) => {
      retainPage(parts, 100);
      parts.go.pacer.scavenge.memoryLimitGoal = 5;
      parts.go.pacer.scavenger.state = 'running';
    });
    const log = logOf(retaining);
    log.scavengerRan(65_536);
    log.attach(altered(retaining, ({ go }) => (go.pacer.scavenger.state = 'parked')).go);
    log.scavengerRan(0);
    const turn = { heapRetained: 3 * PAGE_BYTES, mappedReady: 2 * PAGE_BYTES };
    const goals = { gcPercentGoal: Infinity, memoryLimitGoal: 5 };
    expect(log.scavengerTurns).toEqual([
      { ...turn, ...goals, released: 65_536, isParked: false, left: 0 },
      { ...turn, ...goals, released: 0, isParked: true, left: 1 },
    ]);
  });

  it('has the slots of mcaches whose span or freed slots changed', () => {
    const log = logOf();
    log.spanCached(1, first);
    log.slotFreed(1, first.spanclass);
    log.spanUncached(0, second);
    expect(log.cacheSlots).toEqual([
      { p: 1, spanclass: 13 },
      { p: 0, spanclass: 13 },
    ]);
  });

  it('has the processors whose page cache was used', () => {
    const log = logOf();
    log.pageCacheFilled(1);
    log.pageCacheUsed(1, HEAP_BASE, 1, 0);
    expect(log.pageCaches).toEqual([1]);
  });

  it('has the chunk that a page cache was filled from', () => {
    const filled = altered(view, ({ go }) => (go.procs[0]!.pcache.base = HEAP_BASE + CHUNK_BYTES));
    const log = logOf(filled);
    log.pageCacheFilled(0);
    expect(log.chunks.map(({ index }) => index)).toEqual([2]);
  });

  it('compares each answer of the page allocator with first fit', () => {
    const log = logOf();
    log.pagesAllocated(HEAP_BASE + PAGE_BYTES, 1, 0);
    log.pagesAllocated(HEAP_BASE + 2 * PAGE_BYTES, 4, 0);
    log.pagesAllocated(0, 10_000, 0);
    expect(log.allocations.map(({ lowest }) => lowest)).toEqual([
      HEAP_BASE + PAGE_BYTES,
      HEAP_BASE + 2 * PAGE_BYTES,
      -1,
    ]);
  });

  it('has the marks of the last cycle', () => {
    const log = logOf();
    for (const marked of [3, 5]) {
      log.cycleStarted();
      log.cycleEnded(marked);
    }
    expect(log.cycles).toEqual([5]);
  });

  it('tells that a cycle started and that its sweep was completed', () => {
    const log = logOf();
    log.clear();
    expect([log.hasStarted, log.hasSwept]).toEqual([false, false]);
    log.cycleStarted();
    log.sweepEnded();
    expect([log.eventful, log.hasStarted, log.hasSwept]).toEqual([true, true, true]);
    log.clear();
    expect([log.hasStarted, log.hasSwept]).toEqual([false, false]);
  });

  it('is empty when it was cleared', () => {
    const log = view.goTouched;
    log.cycleEnded(1);
    log.spanFreed(second);
    log.pagesAllocated(0, 10_000, 0);
    log.heapGrown(HEAP_BASE, CHUNK_BYTES);
    log.clear();
    const lists = [
      log.spans,
      log.changedSpans,
      log.freedSpans,
      log.chunks,
      log.cacheSlots,
      log.pageCaches,
    ];
    expect([...lists, log.allocations, log.growths, log.cycles]).toEqual(
      Array.from({ length: 9 }, () => []),
    );
    expect(() => log.clear()).not.toThrow();
  });
});
