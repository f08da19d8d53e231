import { tcStep } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { refusedCommands } from '../../quantifiers/tcmalloc-steps.ts';
import { derived } from '../../sources.ts';
import type { TcParts } from '../../fixtures/tcmalloc.ts';

function isRefused({ answered }: TcParts): void {
  answered({ outcome: 'out-of-memory' });
}

export const tcRefusedCallKeepsBlocks = defineInvariant({
  id: 'tcmalloc/refused-call-keeps-blocks',
  holds: 'a call that finds no memory leaves what is in use, and what threads have',
  because: 'a program that goes on without the memory has lost some',

  sources: [derived('C17 7.22.3: a call that fails returns the null pointer')],
  when: 'quiescent',
  cost: 'O(classes)',
  every: refusedCommands,
  check({ before, after }) {
    return (
      expectEqual('bytes in use', before.inUse, after.inUse) ??
      expectEqual('bytes with threads', before.cached, after.cached)
    );
  },
  examples: {
    holds: [tcStep(() => {}), tcStep(isRefused)],
    violates: [
      tcStep((parts) => {
        isRefused(parts);
        parts.tc.heap.freeBytes -= 64;
      }),
    ],
  },
});
