import { bitAt } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, NOSCAN_64, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { greyObjects } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';
import { MAX_OBLET_BYTES } from '../../views/go-collector.ts';
import { ownerOf, slotAt } from '../../views/go-slots.ts';

/** A cycle with a span of 64-byte slots, the first of them marked, and one object in a work buffer. */
const greyAt = (offset: number, spanclass = NOSCAN_64 - 1): FixtureView =>
  altered(
    goView({ gcphase: GC_MARK, spans: [span({ spanclass, freeindex: 2, marked: [0] })] }),
    ({ go }) => go.collector.lists.full.push({ objects: [HEAP_BASE + offset] }),
  );

export const greyObjectsMarked = defineInvariant({
  id: 'go/grey-objects-marked',
  holds:
    'what waits in a work buffer is the start of a marked object that may hold pointers, or of an oblet of one',
  because: 'free memory is scanned for pointers, or memory whose bitmap means nothing',
  sources: [
    go119('mgcmark.go', 'greyobject: obj not 8-byte aligned'),
    go119('mgcmark.go', 'scanobject: scanobject of a noscan object'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: greyObjects,
  check(object, { go }) {
    const owner = ownerOf(go, object);
    const actual = owner === undefined ? 'in no span in use' : problemOf(owner, object);
    if (actual === undefined) return undefined;
    return { at: hex(object), expected: 'a marked object with pointers', actual };
  },
  examples: {
    holds: [goView(), greyAt(0)],
    violates: [greyAt(64), greyAt(8), greyAt(0, NOSCAN_64), greyAt(81920)],
  },
});

function problemOf(owner: Parameters<typeof slotAt>[0], object: number): string | undefined {
  const slot = slotAt(owner, object);
  const offset = object - owner.startAddr - slot * owner.elemsize;
  if ((owner.spanclass & 1) === 1) return 'without pointers';
  // What an object with a finalizer points to is scanned, in oblets too, and not the object itself.
  if (offset === 0 && !bitAt(owner.gcmarkBits, slot)) return 'not marked';
  return offset % MAX_OBLET_BYTES === 0 ? undefined : `${offset} bytes into an object`;
}
