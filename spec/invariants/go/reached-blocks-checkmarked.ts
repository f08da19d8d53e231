import { setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import { CHUNK_BYTES } from '../../views/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { checkmarkable } from '../../quantifiers/go-checkmarks.ts';
import { go119 } from '../../sources.ts';

const collections = [
  {
    reachable: [block({ addr: HEAP_BASE }), block({ addr: HEAP_BASE + 64 }), block({ size: 0 })],
    may: undefined,
  },
];
const off = goView({ spans: [span()], client: { collections } });

/** A cycle in checkmark mode, by which the words at these offsets got the bit. */
const checkmarked = (...offsets: number[]) =>
  altered(off, ({ go }) => {
    const checkmarks = new Int32Array(CHUNK_BYTES / 8 / 32);
    for (const offset of offsets) setBit(checkmarks, offset / 8);
    go.arenas[0]!.checkmarks = checkmarks;
  });

export const reachedBlocksCheckmarked = defineInvariant({
  id: 'go/reached-blocks-checkmarked',
  holds: 'in checkmark mode every block that the roots reach gets a checkmark of its own',
  because: 'what has none was not looked at: the check passes over the very objects that it is for',
  sources: [
    go119('mcheckmark.go', 'setCheckmark: the stop at obj / heapArenaBytes'),
    go119('mgc.go', 'gcMarkTermination: gccheckmark'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: checkmarkable,
  check({ object, isSet }) {
    if (isSet) return undefined;
    return { at: hex(object), expected: 'a checkmark', actual: 'none' };
  },
  examples: {
    holds: [off, checkmarked(0, 64), goView({ spans: [span()] })],
    violates: [checkmarked(0), checkmarked(64, 8)],
  },
});
