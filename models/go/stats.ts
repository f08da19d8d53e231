import type { Bytes, Pages } from '../../src/base/units.ts';
import type { StatsView } from '../../spec/views/go.ts';
import { GcController } from './gc-controller.ts';
import type { PacingConfig } from './gc-controller.ts';

/**
 * The heap's counters, in bytes.
 *
 * A byte of mapped heap is in exactly one of heapInUse, manualInUse, heapFree (free, backed) and heapReleased (free,
 * not backed).
 * New memory counts as released until its first use.
 *
 * Keeps: go/heap-in-use-counted, go/heap-free-counted, go/heap-released-counted, go/object-bytes-counted,
 *   go/mapped-ready-counted.
 * Source: Go 1.19 runtime/mstats.go, mgcpacer.go (gcControllerState).
 */
export class Stats implements StatsView {
  heapInUse: Bytes = 0;
  /** Of manual spans: Go has a counter for each use, as stacks_inuse. */
  manualInUse: Bytes = 0;
  heapFree: Bytes = 0;
  heapReleased: Bytes = 0;
  /** Bytes of slots ever allocated; those of a cached span are added when it is flushed or refilled. */
  totalAlloc: Bytes = 0;
  totalFree: Bytes = 0;
  pagesInUse: Pages = 0;
  /** All memory that is Ready; the heap is the only one to have any. */
  mappedReady: Bytes = 0;
  /** Bytes of unmarked slots that the running sweep kept for their finalizers: Go does not count them in heapLive. */
  resurrected: Bytes = 0;
  /** Has a counter of its own: heapLive. It reads these for the memory limit. */
  readonly controller: GcController;

  constructor(pacing: PacingConfig) {
    this.controller = new GcController(this, pacing);
  }

  /** The pacer's over-estimate: a cached span counts as if it were full. */
  get heapLive(): Bytes {
    return this.controller.heapLive;
  }
}
