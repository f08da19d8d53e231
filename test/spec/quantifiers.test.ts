// Goal: what the last command touched is judged on the very things that the whole state has.
// Method: small heaps, and the subjects that each quantifier finds in them.
import { describe, expect, it } from 'vitest';
import { block } from '../../spec/fixtures/client.ts';
import {
  CACHED,
  HEAP_BASE,
  UNSWEPT,
  altered,
  goView,
  heapOf,
  span,
} from '../../spec/fixtures/go.ts';
import { lastCycle, tenancies } from '../../spec/quantifiers/go-blocks.ts';
import { cacheSlots, processors, reusableSlots } from '../../spec/quantifiers/go-caches.ts';
import { listings, sweptIndex } from '../../spec/quantifiers/go-sets.ts';
import { requests } from '../../spec/quantifiers/go-size-classes.ts';
import { readableSpans } from '../../spec/quantifiers/go-spans.ts';
import { MAX_SMALL_SIZE, SPAN_DEAD, TINY_SPAN_CLASS } from '../../spec/views/go.ts';

describe('small requests', () => {
  it('are those next to the edge of a class, and those that the client made', () => {
    const sizes = [0, 1, MAX_SMALL_SIZE, MAX_SMALL_SIZE + 1];
    const view = goView({ client: { placed: sizes.map((size) => block({ size })) } });
    const all = requests.all(view).map(({ size }) => size);
    expect([all.slice(0, 4), all.at(-1)]).toEqual([[7, 8, 9, 15], MAX_SMALL_SIZE]);
    expect(requests.touched?.(view).map(({ size }) => size)).toEqual([1, MAX_SMALL_SIZE]);
  });
});

describe('readable spans', () => {
  it('are touched only when they have one page', () => {
    const view = heapOf(span(), span({ page: 1, spanclass: 70 }));
    expect(readableSpans.all(view)).toHaveLength(2);
    expect(readableSpans.touched?.(view)).toEqual([view.go.allspans[0]]);
  });
});

describe('processors', () => {
  it('are touched by tiny blocks and by cycles only', () => {
    const small = goView({ procs: 2, spans: [span()] });
    const tiny = goView({ procs: 2, spans: [span({ spanclass: TINY_SPAN_CLASS })] });
    const cycle = altered(small, ({ goTouched }) => goTouched.cycles.push(0));
    const touched = [small, tiny, cycle].map((view) => processors.touched?.(view).length);
    expect(touched).toEqual([0, 2, 2]);
  });
});

describe('current spans of mcaches', () => {
  it('are all but the sentinels', () => {
    const view = goView({
      procs: 2,
      spans: [span({ sweepgen: CACHED }), span({ page: 1, sweepgen: CACHED })],
    });
    expect(cacheSlots.all(view)).toEqual([
      { p: 0, spanclass: 13 },
      { p: 1, spanclass: 13 },
    ]);
  });
});

describe('freed slots', () => {
  const slots = [HEAP_BASE, HEAP_BASE + 64, HEAP_BASE + 128];
  const freed = (...lists: readonly (readonly number[])[]): ReturnType<typeof altered> =>
    altered(
      goView({ procs: 2, client: { placed: [block({ addr: HEAP_BASE + 64 })] } }),
      ({ go }) => {
        for (const [p, list] of lists.entries()) go.procs[p]!.mcache.reusable[13]!.push(...list);
      },
    );

  it('are all entries of all lists, with the blocks that live there', () => {
    const found = reusableSlots.all(freed(slots.slice(0, 1), slots.slice(1)));
    expect(found.map(({ p, addr }) => [p, addr])).toEqual([
      [0, slots[0]],
      [1, slots[1]],
      [1, slots[2]],
    ]);
    expect(found.map(({ holder }) => holder?.addr)).toEqual([undefined, slots[1], undefined]);
  });

  it('are touched at the end of a list', () => {
    const view = freed(slots.slice(0, 2), slots.slice(2));
    const found = reusableSlots.touched?.(view) ?? [];
    expect(found.map(({ p, addr }) => [p, addr])).toEqual([
      [0, slots[1]],
      [1, slots[2]],
    ]);
    expect(found[0]!.holder?.addr).toBe(slots[1]);
  });

  it('are compared over all lists, or with their neighbours', () => {
    const twice = freed([HEAP_BASE, HEAP_BASE + 64, HEAP_BASE]);
    expect(reusableSlots.all(twice).map(({ listedBefore }) => listedBefore)).toEqual([
      false,
      false,
      true,
    ]);
    expect(reusableSlots.touched?.(twice).map(({ listedBefore }) => listedBefore)).toEqual([true]);
    const apart = freed([HEAP_BASE], [HEAP_BASE]);
    expect(reusableSlots.all(apart).map(({ listedBefore }) => listedBefore)).toEqual([false, true]);
  });

  it('are none where no list changed', () => {
    const view = altered(freed(slots), ({ goTouched }) => (goTouched.cacheSlots.length = 0));
    expect(reusableSlots.touched?.(view)).toEqual([]);
  });
});

describe('listings', () => {
  it('count the lists that have a span, by its class and by their role', () => {
    const spans = [
      span(),
      span({ page: 1, sweepgen: UNSWEPT }),
      span({ page: 2, sweepgen: CACHED }),
    ];
    const view = altered(heapOf(...spans), ({ go }) => {
      go.central[12]!.full[0].entries.push(go.allspans[0]!);
      go.central[12]!.full[1].entries.push(go.allspans[1]!, span({ index: 7 }));
    });
    const none = { swept: 0, sweptElsewhere: 0, unswept: 0, unsweptElsewhere: 0, cached: 0 };
    expect(listings.all(view)).toMatchObject([
      { ...none, swept: 1, sweptElsewhere: 1 },
      { ...none, unswept: 1, unsweptElsewhere: 1 },
      { ...none, cached: 1 },
    ]);
  });

  it('swap roles with every cycle', () => {
    expect([2, 4, 6].map((sweepgen) => sweptIndex(goView({ sweepgen }).go))).toEqual([1, 0, 1]);
  });
});

describe('tenancies', () => {
  it('leave out blocks that no span owns', () => {
    const live = [block({ size: 0, addr: 0x1000 }), block(), block({ addr: HEAP_BASE + 3 * 8192 })];
    const spans = [span(), span({ page: 3, state: SPAN_DEAD })];
    expect(tenancies.all(goView({ spans, client: { live } })).map(({ slot }) => slot)).toEqual([
      HEAP_BASE,
    ]);
  });
});

describe('cycles', () => {
  it('are told by the last collection and the last count of marks', () => {
    const collections = [
      { reachable: [block()], may: [] },
      { reachable: [], may: [] },
    ];
    const view = altered(goView({ client: { collections } }), ({ goTouched }) =>
      goTouched.cycles.push(3),
    );
    expect(lastCycle.all(view)).toEqual([{ marked: 3, collection: { reachable: [], may: [] } }]);
    expect(lastCycle.touched?.(goView())).toEqual([]);
  });
});
