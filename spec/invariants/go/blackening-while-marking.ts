import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePhase } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

export const blackeningWhileMarking = defineInvariant({
  id: 'go/blackening-while-marking',
  holds: 'those who allocate help to mark exactly while a cycle marks',
  because:
    'without their help the heap outgrows its goal; after the cycle there is nothing to scan, and nothing that scans',
  sources: [go119('mgc.go', 'gcBlackenEnabled'), go119('mgc.go', 'gcStart, gcMarkDone')],
  when: 'always',
  cost: 'O(1)',
  every: thePhase,
  check({ gcphase, pacer }) {
    const { blackenEnabled } = pacer.controller;
    if (blackenEnabled === (gcphase === GC_MARK)) return undefined;
    return {
      at: `blackenEnabled in phase ${gcphase}`,
      expected: String(!blackenEnabled),
      actual: String(blackenEnabled),
    };
  },
  examples: {
    holds: [goView(), goView({ gcphase: GC_MARK })],
    violates: [
      altered(goView(), ({ go }) => (go.pacer.controller.blackenEnabled = true)),
      altered(
        goView({ gcphase: GC_MARK }),
        ({ go }) => (go.pacer.controller.blackenEnabled = false),
      ),
    ],
  },
});
