/**
 * Which mark stands for what a Go heap reports, where an event says one thing of several.
 *
 * Tables, since a text that is put together has to be hashed each time that it is looked up.
 */
import type { GoMarkId } from '../marks/go.ts';
import type { ActiveSweepChange, MarkedBy, SweptBy, TerminationStep } from './go.ts';
import type { HeapOsCall } from './os.ts';

export const SWEPT: Readonly<Record<SweptBy, GoMarkId>> = {
  'mcentral-partial': 'go/swept-by-mcentral-partial',
  'mcentral-full': 'go/swept-by-mcentral-full',
  'mcentral-still-full': 'go/swept-by-mcentral-still-full',
  flush: 'go/sweepgen-stale-uncached',
  sweeper: 'go/swept-by-sweeper',
  credit: 'go/swept-by-allocation',
  start: 'go/swept-before-cycle',
  reclaimer: 'go/swept-by-reclaimer',
  demand: 'go/swept-on-demand',
};

export const TERMINATED: Readonly<Record<TerminationStep, GoMarkId>> = {
  'work-left': 'go/termination-work-left',
  clean: 'go/termination-flushed',
  'gave-work': 'go/termination-gave-work',
  restarted: 'go/termination-restarted',
  'restarted-after-stop': 'go/termination-restarted-after-stop',
  ended: 'go/termination-ended',
};

export const GREYED: Readonly<Record<MarkedBy, GoMarkId | undefined>> = {
  stack: 'go/object-grey-by-stack',
  data: 'go/object-grey-by-data',
  word: 'go/object-grey-by-word',
  queue: 'go/object-grey-by-queue',
  finalizer: 'go/object-grey-by-finalizer',
  scan: 'go/object-grey-by-scan',
  barrier: 'go/object-grey-by-barrier',
  handing: 'go/object-grey-by-handing',
  // Has no pointers.
  tiny: undefined,
  // Is born black.
  birth: undefined,
};

export const BLACKENED: Readonly<Record<MarkedBy, GoMarkId>> = {
  stack: 'go/object-black-by-stack',
  data: 'go/object-black-by-data',
  word: 'go/object-black-by-word',
  queue: 'go/object-black-by-queue',
  finalizer: 'go/object-black-by-finalizer',
  scan: 'go/object-black-by-scan',
  barrier: 'go/object-black-by-barrier',
  handing: 'go/object-black-by-handing',
  tiny: 'go/object-black-by-tiny',
  birth: 'go/object-black-by-birth',
};

export const ACTIVE: Readonly<Record<ActiveSweepChange, GoMarkId>> = {
  begun: 'go/sweepers-begun',
  refused: 'go/sweepers-refused',
  ended: 'go/sweepers-ended',
  done: 'go/sweepers-done',
  drained: 'go/sweepers-drained',
  reset: 'go/sweepers-reset',
};

/** By what the pages were: released or not, in a page cache or not. */
interface Taken {
  readonly released: GoMarkId;
  readonly retained: GoMarkId;
  readonly cachedReleased: GoMarkId;
  readonly cachedRetained: GoMarkId;
}

export const TO_HEAP_SPAN: Taken = {
  released: 'go/page-released-to-heap-span',
  retained: 'go/page-retained-to-heap-span',
  cachedReleased: 'go/page-cached-released-to-heap-span',
  cachedRetained: 'go/page-cached-retained-to-heap-span',
};

export const TO_MANUAL_SPAN: Taken = {
  released: 'go/page-released-to-manual-span',
  retained: 'go/page-retained-to-manual-span',
  cachedReleased: 'go/page-cached-released-to-manual-span',
  cachedRetained: 'go/page-cached-retained-to-manual-span',
};

export const SERVED: Readonly<Record<HeapOsCall, GoMarkId>> = {
  reserve: 'go/os-reserve',
  map: 'go/os-map',
  used: 'go/os-used',
  unused: 'go/os-unused',
  free: 'go/os-free',
};
