import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicReusable } from '../../quantifiers/classic-tiers.ts';
import { derived } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { classicOwner } from '../../quantifiers/classic-tiers.ts';
import { isTaken, slotAt } from '../../views/go-slots.ts';

export const classicReusableSlotsTaken = defineInvariant({
  id: 'classic/reusable-slots-taken',
  holds:
    'a freed slot that a processor keeps is of that class, still counts as taken, and is no block of the client',
  because: 'it is handed out twice: once by the processor, once by its span',
  sources: [derived('explicit free, as in the freegc experiment of Go 1.26')],
  when: 'always',
  cost: 'O(live blocks)',
  every: classicReusable,
  check({ p, spanclass, addr }, { classic, client }) {
    const at = `${hex(addr)} of P${p}`;
    const span = classicOwner(classic, addr);
    if (span?.spanclass !== spanclass)
      return {
        at,
        expected: `a span of class ${spanclass}`,
        actual: String(span?.spanclass ?? 'none'),
      };
    if (!isTaken(span, slotAt(span, addr))) return { at, expected: 'taken', actual: 'free' };
    const isLive = client.live.some((it) => it.addr === addr && it.size > 0);
    return isLive ? { at, expected: 'no block', actual: 'a live one' } : undefined;
  },
  examples: {
    holds: [
      classicView(),
      classicView(
        ({ classic, span }) => (
          classic.mcaches[0]!.reusable[13]!.push(pageAt(9) + 64),
          (span(9).freeindex = 2)
        ),
      ),
    ],
    violates: [
      classicView(({ classic }) => classic.mcaches[0]!.reusable[13]!.push(pageAt(9) + 64)),
      classicView(({ classic }) => classic.mcaches[0]!.reusable[13]!.push(pageAt(9))),
      classicView(({ classic }) => classic.mcaches[0]!.reusable[13]!.push(pageAt(1))),
    ],
  },
});
