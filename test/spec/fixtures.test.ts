// Goal: examples say only what is wrong with them. Method: heaps of the fixtures in good order, of every kind that
// they can build, break no invariant at all, but for those that speak of the end of a run.
import { describe, expect, it } from 'vitest';
import { block } from '../../spec/fixtures/client.ts';
import {
  CACHED,
  HEAP_BASE,
  STALE,
  UNSWEPT,
  altered,
  goView,
  heapOf,
  span,
} from '../../spec/fixtures/go.ts';
import type { FixtureView } from '../../spec/fixtures/go.ts';
import { SparseMemory } from '../../spec/fixtures/memory.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { ALL_WORDS } from '../../spec/subject.ts';
import { SPAN_DEAD } from '../../spec/views/go.ts';
import { applicable } from '../../src/engine/judge.ts';
import { judge } from './judging.ts';

/** What these heaps show of themselves. */
const LEVELS = ['os', 'go', 'runtime'] as const;

const inGoodOrder: Record<string, FixtureView> = {
  'a heap that never grew': goView({ arenas: 0 }),
  'an empty heap': goView(),
  'an empty heap of several arenas and processors': goView({ arenas: 3, procs: 4 }),
  'a swept span': heapOf(span()),
  'a full span': heapOf(span({ freeindex: 128 })),
  'spans of many classes': heapOf(
    span({ freeindex: 3, taken: [1, 64, 127] }),
    span({ page: 1, spanclass: 7, freeindex: 340, taken: [340] }),
    span({ page: 2, spanclass: 130, freeindex: 2 }),
    span({ page: 12, spanclass: 5, sweepgen: CACHED }),
    span({ page: 13, spanclass: 0, npages: 20 }),
  ),
  'a large span across two arenas': heapOf(span({ spanclass: 1, page: 500, npages: 600 })),
  'a heap that is being swept': goView({
    procs: 2,
    spans: [span({ sweepgen: UNSWEPT, freeindex: 9 }), span({ page: 1, sweepgen: CACHED })],
  }),
  'a dead span': heapOf(span({ state: SPAN_DEAD }), span({ page: 1 })),
  'a client with blocks': goView({
    spans: [span({ freeindex: 3 }), span({ page: 1, spanclass: 5 })],
    client: {
      live: [block({ addr: HEAP_BASE + 64 })],
      placed: [block({ label: 1, addr: HEAP_BASE + 8192, size: 8, usable: 8 })],
    },
  }),
};

describe('the fixtures', () => {
  it.each(Object.entries(inGoodOrder))('build %s that breaks nothing', (_, view) => {
    const broken = applicable(catalogue, LEVELS).filter(
      (invariant) =>
        invariant.when === 'always' &&
        (judge(invariant, view).length > 0 || judge(invariant, view, 'touched').length > 0),
    );
    expect(broken.map(({ id }) => id)).toEqual([]);
  });

  it('put a span where its sweepgen and its count say', () => {
    const { go } = heapOf(
      span(),
      span({ page: 1, freeindex: 128 }),
      span({ page: 2, sweepgen: UNSWEPT }),
      span({ page: 3, sweepgen: CACHED }),
      span({ page: 4, sweepgen: STALE, spanclass: 12 }),
    );
    const { partial, full } = go.central[13]!;
    expect([partial[0].at(0).index, full[0].at(0).index, partial[1].at(0).index]).toEqual([
      0, 1, 2,
    ]);
    expect([13, 12].map((spanclass) => go.procs[0]!.mcache.alloc[spanclass]!.index)).toEqual([
      3, 4,
    ]);
    expect(go.sweepDone).toBe(false);
  });

  it('find a span by any address in its pages', () => {
    const { go } = heapOf(span(), span({ page: 510, spanclass: 0, npages: 4 }));
    expect(go.spanOf(HEAP_BASE + 8191)).toBe(go.allspans[0]);
    expect(go.spanOf(HEAP_BASE + 8192)).toBe(undefined);
    expect(go.spanOf(HEAP_BASE + 513 * 8192)).toBe(go.allspans[1]);
    expect(go.spanOf(0)).toBe(undefined);
  });

  it('count the pages that are left, up the radix tree', () => {
    const { pages, stats } = heapOf(
      span({ page: 1 }),
      span({ page: 510, spanclass: 0, npages: 4 }),
    ).go;
    const top = pages.summary.map((level) => level.max(0) || level.max(1));
    expect(top).toEqual([510, 510, 510, 508]);
    const leaf = pages.summary[3]!;
    expect([leaf.start(1), leaf.max(1), leaf.end(1)]).toEqual([1, 508, 0]);
    expect([leaf.start(2), leaf.max(2), leaf.end(2)]).toEqual([0, 510, 510]);
    expect(pages.searchAddr).toBe(HEAP_BASE);
    expect(stats.pagesInUse).toBe(5);
  });

  it('alter a copy and leave the original alone', () => {
    const view = heapOf(span());
    const other = altered(view, ({ go }) => {
      go.allspans[0]!.allocBits[0] = 1;
      go.allspans[0]!.allocCount = 7;
      go.memory.poke(HEAP_BASE, 1);
    });
    expect(other.go.allspans[0]!.allocCount).toBe(7);
    expect(view.go.allspans[0]!.allocCount).toBe(1);
    expect(view.go.allspans[0]!.allocBits[0]).toBe(0);
    expect(view.go.memory.slab(HEAP_BASE).bytes[0]).toBe(0);
  });

  it('count the words of a block that is pointers from end to end', () => {
    const words = [0, 2, ALL_WORDS].map(
      (pointerWords) => block({ size: 20, pointerWords }).pointerWords,
    );
    expect(words).toEqual([0, 2, 2]);
  });

  it('have memory that is the same as words and as bytes', () => {
    const memory = new SparseMemory();
    memory.poke(0x1_0005, 0xab);
    expect(memory.slab(0x1_ffff).words[1]).toBe(0xab00);
    expect(memory.slab(0).words[1]).toBe(0);
  });
});
