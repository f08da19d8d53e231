import { access, escapeView, placedObject } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { accesses } from '../quantifiers/escape.ts';
import { source } from '../sources.ts';

export const accessesReachLiveObjects = defineInvariant({
  id: 'escape/accesses-reach-live-objects',
  holds: 'an object of the stack is not used when its frame, or its iteration of a loop, is over',
  because: 'its memory is that of other objects by then: reads give nonsense, and writes destroy',
  sources: [
    source('Go 1.19 cmd/compile/internal/escape/escape.go, the second of its two invariants'),
  ],
  when: 'at-end',
  cost: 'O(1)',
  every: accesses,
  check({ at, object, wasGone }) {
    if (!wasGone) return undefined;
    return {
      at: `${at.line}:${at.column}`,
      expected: `${object.name} is there`,
      actual: `${object.name} is gone`,
    };
  },
  examples: {
    holds: [
      escapeView(),
      escapeView({ accesses: [access(), access({ object: placedObject({ region: 'heap' }) })] }),
    ],
    violates: [escapeView({ accesses: [access(), access({ wasGone: true })] })],
  },
});
