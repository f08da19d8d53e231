import { clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { upgraded } from '../../quantifiers/gc.ts';
import { derived, source } from '../../sources.ts';
import { unexpectedReturn } from '../../views/calls.ts';

const BLOCK = 0x40_0000;

export const weakPointerTellsTheTruth = defineInvariant({
  id: 'gc/weak-pointer-tells-the-truth',
  holds:
    'a weak pointer gives its block while anything reaches it, and nothing once a collection found that nothing does',
  because: 'it gives a block that the sweep is about to free, or loses one that is in use',
  sources: [
    source('Go 1.24 runtime/mheap.go, internal_weak_runtime_makeStrongFromWeak'),
    derived('the reachable blocks when the last collection ended, as the oracle walks them'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: upgraded,
  check: unexpectedReturn,
  examples: {
    holds: [
      clientView({ returns: [{ by: 'weak pointer', addr: BLOCK, allowed: [BLOCK] }] }),
      clientView({ returns: [{ by: 'weak pointer', addr: 0, allowed: [BLOCK, 0] }] }),
      clientView({ returns: [{ by: 'finalizer', addr: BLOCK, allowed: [0] }] }),
    ],
    violates: [
      clientView({ returns: [{ by: 'weak pointer', addr: BLOCK, allowed: [0] }] }),
      clientView({ returns: [{ by: 'weak pointer', addr: 0, allowed: [BLOCK] }] }),
    ],
  },
});
