import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { badAlignments } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';
import type { Answer } from '../../views/client.ts';
import { callOf } from '../../views/calls.ts';

const bad = (outcome: Answer['outcome']): Answer =>
  answer({ call: 'memalign', outcome, allowed: ['bad-alignment'] });

export const badAlignmentRefused = defineInvariant({
  id: 'client/bad-alignment-refused',
  holds: 'posix_memalign refuses an alignment that is no power of two of pointers, as such',
  because: 'the caller goes on with a block that is aligned to something else than it believes',
  sources: [
    source(
      'POSIX.1-2024 posix_memalign: EINVAL, the alignment is not a power of two multiple of sizeof(void *)',
    ),
  ],
  when: 'always',
  cost: 'O(1)',
  every: badAlignments,
  check(it) {
    if (it.allowed.includes(it.outcome)) return undefined;
    return { at: callOf(it), expected: it.allowed.join(' or '), actual: it.outcome };
  },
  examples: {
    holds: [
      clientView({ answers: [bad('bad-alignment')] }),
      clientView({ answers: [answer({ call: 'memalign' })] }),
    ],
    violates: [
      clientView({ answers: [bad('served')] }),
      clientView({ answers: [bad('out-of-memory')] }),
    ],
  },
});
