import { clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { finalized } from '../../quantifiers/gc.ts';
import { derived, go119 } from '../../sources.ts';
import { unexpectedReturn } from '../../views/calls.ts';

const BLOCK = 0x40_0000;

export const finalizerOfUnreachableBlock = defineInvariant({
  id: 'gc/finalizer-of-unreachable-block',
  holds: 'a finalizer gets a block that nothing reaches, once, and none is forgotten',
  because: 'a finalizer closes what its program still uses, or what it guards is never closed',
  sources: [
    go119('mfinal.go', 'SetFinalizer'),
    derived('the reachable blocks when the last collection ended, as the oracle walks them'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: finalized,
  check: unexpectedReturn,
  examples: {
    holds: [
      clientView({ returns: [{ by: 'finalizer', addr: BLOCK, allowed: [BLOCK, 0] }] }),
      clientView({ returns: [{ by: 'finalizer', addr: 0, allowed: [BLOCK, 0] }] }),
      clientView({ returns: [{ by: 'weak pointer', addr: BLOCK, allowed: [0] }] }),
    ],
    violates: [
      clientView({ returns: [{ by: 'finalizer', addr: BLOCK, allowed: [0] }] }),
      clientView({ returns: [{ by: 'finalizer', addr: 0, allowed: [BLOCK] }] }),
    ],
  },
});
