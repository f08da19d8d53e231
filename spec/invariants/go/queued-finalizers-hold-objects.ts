import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { queuedFinalizers } from '../../quantifiers/go-heap.ts';
import { go119 } from '../../sources.ts';
import { isTaken, ownerOf, slotAt } from '../../views/go-slots.ts';

/** A heap with a span of 64-byte slots, the first of them taken, and an object in the queue. */
const queuedAt = (offset: number, isRunning = false): FixtureView =>
  altered(heapOf(span({ freeindex: 1 })), ({ go: { collector } }) => {
    (isRunning ? collector.running : collector.finq).push(HEAP_BASE + offset);
  });

export const queuedFinalizersHoldObjects = defineInvariant({
  id: 'go/queued-finalizers-hold-objects',
  holds: 'an object whose finalizer waits to run is allocated',
  because: 'the finalizer is given memory that is free, or that is somebody else’s by then',
  sources: [
    go119('mgcsweep.go', '(*sweepLocked).sweep: an object with a finalizer is marked'),
    go119('mfinal.go', 'queuefinalizer'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: queuedFinalizers,
  check(object, { go }) {
    const owner = ownerOf(go, object);
    if (owner !== undefined && isTaken(owner, slotAt(owner, object))) return undefined;
    const actual = owner === undefined ? 'in no span in use' : 'in a free slot';
    return { at: hex(object), expected: 'in an allocated slot', actual };
  },
  examples: {
    holds: [heapOf(span()), queuedAt(0), queuedAt(0, true)],
    violates: [queuedAt(64), queuedAt(64, true), queuedAt(8192)],
  },
});
