// Goal: what an event or a call touched is in the log, once, and nothing is there that is gone.
// Method: events of a small heap of the fixtures, whose changes have been made already.
import { describe, expect, it } from 'vitest';
import { HEAP_BASE, altered, goView, heapOf, span } from '../../../spec/fixtures/go.ts';
import type { FixtureView } from '../../../spec/fixtures/go.ts';
import { GoTouched } from '../../../spec/views/go-touched.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../../spec/views/go.ts';

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
      { startAddr: second.startAddr, npages: 1, allocCount: 1, sweepgen: 4, heapSweepgen: 4 },
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
    log.pageCacheUsed(1, HEAP_BASE, 1);
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
    log.pagesAllocated(HEAP_BASE + PAGE_BYTES, 1);
    log.pagesAllocated(HEAP_BASE + 2 * PAGE_BYTES, 4);
    log.pagesAllocated(0, 10_000);
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

  it('is empty when it was cleared', () => {
    const log = view.goTouched;
    log.cycleEnded(1);
    log.spanFreed(second);
    log.pagesAllocated(0, 10_000);
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
