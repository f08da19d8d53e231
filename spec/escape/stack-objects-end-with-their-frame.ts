import { escapeView, placedObject, survivor } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { survivors } from '../quantifiers/escape.ts';
import { source } from '../sources.ts';

export const stackObjectsEndWithTheirFrame = defineInvariant({
  id: 'escape/stack-objects-end-with-their-frame',
  holds:
    'no address of an object of the stack is left when its frame, or its iteration of a loop, has ended',
  because: 'whoever has it may use it, in this program or in the next one',
  implies: ['escape/accesses-reach-live-objects'],
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, (*batch).outlives')],
  when: 'at-end',
  cost: 'O(1)',
  every: survivors,
  check({ at, holder, target, isGone }) {
    if (!isGone) return undefined;
    return {
      at: `${at.line}:${at.column}`,
      expected: `${holder} holds nothing of what ended here`,
      actual: `${holder} holds the address of ${target.name}`,
    };
  },
  examples: {
    holds: [
      escapeView({
        survivors: [survivor(), survivor({ target: placedObject({ region: 'heap' }) })],
      }),
    ],
    violates: [escapeView({ survivors: [survivor(), survivor({ isGone: true })] })],
  },
});
