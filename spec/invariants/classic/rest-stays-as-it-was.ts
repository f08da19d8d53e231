import { classicDid, classicView, noteAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicSplits } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicRestStaysAsItWas = defineInvariant({
  id: 'classic/rest-stays-as-it-was',
  holds: 'what is left of a span that was cut needs zeroing as the whole did, and is as old',
  because:
    'zeroes are asked for and not given, or the scavenger waits for pages that were free for long',
  sources: [
    go110(
      'mheap.go',
      'allocSpanLocked: t.needzero = s.needzero; freeSpanLocked(t, false, false, s.unusedsince)',
    ),
  ],
  when: 'always',
  cost: 'O(1)',
  every: classicSplits,
  check: ({ before, rest }) =>
    expectEqual(`needzero at ${hex(rest.startAddr)}`, before.needzero, rest.needzero) ??
    expectEqual(`unusedsince at ${hex(rest.startAddr)}`, before.unusedsince, rest.unusedsince),
  examples: {
    holds: [classicView(), classicDid({ split: {} })],
    violates: [
      classicDid({ split: { rest: noteAt(11, 1, { needzero: 0 }) } }),
      classicDid({ split: { rest: noteAt(11, 1, { unusedsince: 2 }) } }),
    ],
  },
});
