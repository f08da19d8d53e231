import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119, goIssue } from '../../sources.ts';
import { SPECIAL_FINALIZER } from '../../views/go-collector.ts';
import { NOSCAN_64 } from '../../fixtures/go.ts';
import { TINY_SPAN_CLASS } from '../../views/go.ts';

const finalizerAt = (offset: number, spanclass = NOSCAN_64): FixtureView =>
  heapOf(span({ spanclass, specials: [{ offset, kind: SPECIAL_FINALIZER }] }));

export const specialsAtObjectStarts = defineInvariant({
  id: 'go/specials-at-object-starts',
  holds: 'a special is attached to the first byte of a slot, but in the span class of tiny objects',
  because:
    'nobody who looks for the specials of the object finds it, and the sweep takes it for one of another object',
  sources: [
    go119('mfinal.go', 'SetFinalizer: pointer not at beginning of allocated block'),
    goIssue(70739, 'the offset of a special was cut to 16 bits'),
  ],
  when: 'always',
  cost: 'O(specials)',
  every: changedSpans,
  check({ startAddr, spanclass, elemsize, specials }) {
    if (spanclass === TINY_SPAN_CLASS) return undefined;
    const inner = specials.find(({ offset }) => offset % elemsize !== 0);
    if (inner === undefined) return undefined;
    const at = `special at ${hex(startAddr + inner.offset)}`;
    return { at, expected: `a multiple of ${elemsize} bytes`, actual: String(inner.offset) };
  },
  examples: {
    holds: [heapOf(span()), finalizerAt(0), finalizerAt(128), finalizerAt(20, TINY_SPAN_CLASS)],
    violates: [finalizerAt(8), finalizerAt(8, 0)],
  },
});
