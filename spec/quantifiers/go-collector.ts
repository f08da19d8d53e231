/** What can be quantified over in Go's collector: work buffers, barrier buffers, grey objects, debts, black pointers. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { defineQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import { blackPointersOf } from '../views/colours.ts';
import type { BlackPointer } from '../views/colours.ts';
import { GC_MARK, GC_OFF } from '../views/go.ts';
import type { GoView } from '../views/go.ts';
import type { CollectorView } from '../views/go-collector.ts';
import { NONE } from './only.ts';

/** Work buffers that are looked at after each command; where there are more, only with the whole state. */
const BUFFERS_MAX = 64;

/** Touched by all that runs while a cycle marks. */
export const theCollector = defineQuantifier<'go', CollectorView>({
  every: 'collector',
  level: 'go',
  all: ({ go }) => [go.collector],
  touched: ({ go: { gcphase, collector } }) => {
    const { full, empty } = collector.lists;
    const isSmall = full.length + empty.length <= BUFFERS_MAX;
    return gcphase === GC_MARK && isSmall ? [collector] : NONE;
  },
});

/** For what holds at every moment between two commands. */
export const thePhase = defineQuantifier<'go', GoView>({
  every: 'state of the collector between two commands',
  level: 'go',
  all: ({ go }) => [go],
  touched: ({ go }) => [go],
});

/** Judged when a cycle ended, and with the whole state. */
export const theRoots = defineQuantifier<'go', GoView>({
  every: 'collector between two cycles',
  level: 'go',
  onEvents: true,
  all: ({ go }) => (go.gcphase === GC_OFF ? [go] : NONE),
  touched: ({ go, goTouched }) =>
    goTouched.cycles.length > 0 && go.gcphase === GC_OFF ? [go] : NONE,
});

/** By processor. */
export const barrierBuffers = defineQuantifier<'go', readonly Addr[]>({
  every: 'buffer of the write barrier',
  level: 'go',
  all: ({ go }) => go.collector.wbBufs,
});

export const greyObjects = defineQuantifier<'go', Addr>({
  every: 'object in a work buffer',
  level: 'go',
  all: ({ go: { collector } }) => [
    ...collector.lists.full.flatMap(({ objects }) => objects),
    ...collector.gcws.flatMap(({ wbuf1, wbuf2 }) => [
      ...(wbuf1?.objects ?? []),
      ...(wbuf2?.objects ?? []),
    ]),
  ],
});

/** A goroutine that waits for credit. */
export interface Debtor {
  readonly g: number;
  /** What it may allocate; negative is debt. */
  readonly assistBytes: Bytes;
  /** How often it is in the queue. */
  readonly times: number;
}

export const debtors = defineQuantifier<'go', Debtor>({
  every: 'goroutine in the queue of assists',
  level: 'go',
  all: debtorsOf,
  touched: debtorsOf,
});

function debtorsOf({ go: { collector } }: ViewOf<'go'>): readonly Debtor[] {
  const { queue, assistBytes } = collector.assists;
  if (queue.length === 0) return NONE;
  return queue.map((g) => ({
    g,
    assistBytes: assistBytes[g] ?? 0,
    times: queue.filter((each) => each === g).length,
  }));
}

/** While a cycle marks. */
export const blackPointers = defineQuantifier<'go', BlackPointer>({
  every: 'pointer from a live block that is marked and scanned',
  level: 'go',
  all: (view) => (view.go.gcphase === GC_MARK ? blackPointersOf(view) : NONE),
});
