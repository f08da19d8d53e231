import { escapeView, holding, placedObject } from '../fixtures/escape.ts';
import { defineInvariant } from '../invariant.ts';
import { addressStores } from '../quantifiers/escape.ts';
import { go119, source } from '../sources.ts';

export const heapHoldsNoStackAddress = defineInvariant({
  id: 'escape/heap-holds-no-stack-address',
  holds: 'no object of the heap and no global ever has the address of an object of the stack',
  because: 'the collector does not look for it there, and a stack that grows moves without it',
  sources: [
    source('Go 1.19 cmd/compile/internal/escape/escape.go, the first of its two invariants'),
    go119('stack.go', 'copystack'),
  ],
  when: 'at-end',
  cost: 'O(1)',
  every: addressStores,
  check({ at, holder, target }) {
    if (target.region !== 'stack') return undefined;
    return {
      at: `${at.line}:${at.column}`,
      expected: `what ${holder.name} holds is on the heap`,
      actual: `${target.name} is on the stack`,
    };
  },
  examples: {
    holds: [
      escapeView({ stores: [holding(), holding({ holder: placedObject({ region: 'heap' }) })] }),
    ],
    violates: [
      escapeView({ stores: [holding({ target: placedObject() })] }),
      escapeView({
        stores: [holding({ holder: placedObject({ region: 'heap' }), target: placedObject() })],
      }),
    ],
  },
});
