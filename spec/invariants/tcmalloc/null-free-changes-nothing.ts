import { tcStep } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { nullFrees } from '../../quantifiers/tcmalloc-steps.ts';
import { source } from '../../sources.ts';
import type { TcParts } from '../../fixtures/tcmalloc.ts';

function freesNull({ answered }: TcParts): void {
  answered({ call: 'free', argument: 0 });
}

export const tcNullFreeChangesNothing = defineInvariant({
  id: 'tcmalloc/null-free-changes-nothing',
  holds: 'to free the null pointer changes nothing',
  because: 'a client that frees what it never got frees what others hold',

  sources: [source('C17 7.22.3.3')],
  when: 'always',
  cost: 'O(classes)',
  every: nullFrees,
  check({ before, after }) {
    return (
      expectEqual('bytes in use', before.inUse, after.inUse) ??
      expectEqual('bytes with threads', before.cached, after.cached)
    );
  },
  examples: {
    holds: [tcStep(() => {}), tcStep(freesNull)],
    violates: [
      tcStep((parts) => {
        freesNull(parts);
        parts.tc.heap.freeBytes += 64;
      }),
    ],
  },
});
