import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { lastCycle } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';
import type { Block, Collection } from '../../views/client.ts';
import { isTiny } from '../../views/go-slots.ts';

const TINY_BYTES = 16;
const TINY = HEAP_BASE + 8192;

/** A block of 64 bytes, two tiny ones in one slot and one of no bytes: two slots. */
const TWO_SLOTS = [
  block(),
  block({ addr: TINY, size: 4 }),
  block({ addr: TINY + 4, size: 4 }),
  block({ size: 0 }),
];

const afterMarking = (marked: number, may: Collection['may'], procs = 1): FixtureView => {
  const collections = [{ reachable: TWO_SLOTS, may }];
  return altered(goView({ procs, client: { collections } }), ({ goTouched }) =>
    goTouched.cycles.push(marked),
  );
};

/** Nothing ran between the start and the end. */
const afterPause = (marked: number, procs = 1): FixtureView =>
  afterMarking(marked, TWO_SLOTS, procs);

/** One block was dropped meanwhile, and one made and freed. */
const afterSteps = (marked: number): FixtureView =>
  afterMarking(marked, [
    ...TWO_SLOTS,
    block({ addr: HEAP_BASE + 64 }),
    block({ addr: HEAP_BASE + 128 }),
  ]);

export const marksBetweenMustAndMay = defineInvariant({
  id: 'go/marks-between-must-and-may',
  holds:
    'a cycle marks the slots of all blocks reachable at its end, and of none but those reachable at its start or made since; at most the current tiny block of each processor more',
  because:
    'a slot marked too few is freed under its client, one marked too many is never collected',
  implies: ['go/live-blocks-hold-allocated-slots', 'go/queued-finalizers-hold-objects'],
  sources: [go119('mgcmark.go', 'gcDrain'), go119('mgcmark.go', 'gcMarkTinyAllocs')],
  when: 'always',
  cost: 'O(blocks)',
  every: lastCycle,
  check({ marked, collection: { reachable, may } }, { go }) {
    const slots = new Set<number>();
    for (const it of reachable) addSlot(slots, it);
    const least = slots.size;
    if (may === undefined) {
      return marked >= least ? undefined : expectWithin('slots marked', least, Infinity, marked);
    }
    for (const it of may) addSlot(slots, it);
    const most = slots.size + go.procs.length;
    if (least <= marked && marked <= most) return undefined;
    return expectWithin('slots marked', least, most, marked);
  },
  examples: {
    holds: [
      goView(),
      afterMarking(99, undefined),
      afterPause(2),
      afterPause(3),
      afterPause(5, 3),
      afterSteps(2),
      afterSteps(5),
    ],
    violates: [
      afterMarking(1, undefined),
      afterPause(1),
      afterPause(4),
      afterPause(6, 3),
      afterSteps(1),
      afterSteps(6),
    ],
  },
});

function addSlot(slots: Set<number>, it: Block): void {
  if (it.size > 0) slots.add(isTiny(it) ? it.addr - (it.addr % TINY_BYTES) : it.addr);
}
