import { classicDid, classicView, noteAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicJoins } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicJoinedSpanNeedsZeroing = defineInvariant({
  id: 'classic/joined-span-needs-zeroing',
  holds: 'a span that went free needs zeroing if any of what it was made of did',
  because: 'a client that asked for zeroes gets what somebody else left there',
  sources: [go110('mheap.go', 'freeSpanLocked: s.needzero |= before.needzero, after.needzero')],
  when: 'always',
  cost: 'O(spans)',
  every: classicJoins,
  check({ freed, lower, upper, joined }) {
    const needs = freed.needzero | (lower?.needzero ?? 0) | (upper?.needzero ?? 0);
    return expectEqual(`needzero at ${hex(freed.startAddr)}`, needs, joined.needzero);
  },
  examples: {
    holds: [classicView(), classicDid({ join: {} })],
    violates: [classicDid({ join: { joined: noteAt(1, 5, { needzero: 0 }) } })],
  },
});
