import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { classicCaches } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import type { View } from '../../invariant.ts';
import { hex } from '../../../src/base/units.ts';
import { classicOwner } from '../../quantifiers/classic-tiers.ts';
import { PAGE_BYTES, TINY_SPAN_CLASS } from '../../views/go.ts';
import { isTaken, slotAt } from '../../views/go-slots.ts';

export const classicTinyBlockInItsSpan = defineInvariant({
  id: 'classic/tiny-block-in-its-span',
  holds:
    'the tiny block of a processor is a taken slot of a span of its class, with 1 to 16 bytes of it used',
  because: 'tiny objects are put into memory that the collector has freed',
  sources: [go110('mcache.go', 'mcache.tiny'), go110('mgc.go', 'clearpools: tiny is forgotten')],
  when: 'always',
  cost: 'O(1)',
  every: classicCaches,
  check({ p, mcache: { tiny, tinyoffset } }, { classic }) {
    const at = `${hex(tiny)} of P${p}`;
    const span = classicOwner(classic, tiny);
    if (span?.spanclass !== TINY_SPAN_CLASS)
      return {
        at,
        expected: `a span of class ${TINY_SPAN_CLASS}`,
        actual: String(span?.spanclass ?? 'none'),
      };
    if (!isTaken(span, slotAt(span, tiny))) return { at, expected: 'taken', actual: 'free' };
    return expectWithin(`tinyoffset of P${p}`, 1, 16, tinyoffset);
  },
  examples: {
    holds: [tinyAt(0, 8)],
    violates: [tinyAt(16, 8), tinyAt(0, 0), tinyAt(2 * PAGE_BYTES, 8)],
  },
});

function tinyAt(offset: number, tinyoffset: number): View {
  return classicView(({ classic, span }) => {
    span(0).spanclass = TINY_SPAN_CLASS;
    const [mcache] = classic.mcaches;
    mcache!.tiny = pageAt(0) + offset;
    mcache!.tinyoffset = tinyoffset;
  });
}
