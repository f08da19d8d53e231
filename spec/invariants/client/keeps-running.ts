import { clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { theCommand } from '../../quantifiers/client.ts';
import { derived, go119 } from '../../sources.ts';

export const keepsRunning = defineInvariant({
  id: 'client/keeps-running',
  holds: 'every call is answered: served, or refused for a reason',
  because: 'a program dies in the allocator, with nobody to answer the call',
  sources: [go119('panic.go', 'throw'), derived('an allocator has no right to give up')],
  when: 'always',
  cost: 'O(1)',
  every: theCommand,
  check(command, { client: { breakdowns } }) {
    const [first] = breakdowns;
    if (first === undefined) return undefined;
    const how = first.kind === 'fatal' ? 'the allocator gave up' : 'the allocator crashed';
    return { at: command, expected: 'an answer', actual: `${how}: ${first.message}` };
  },
  examples: {
    holds: [clientView()],
    violates: [
      clientView({ breakdowns: [{ kind: 'fatal', message: 'sweep increased allocation count' }] }),
      clientView({ breakdowns: [{ kind: 'crash', message: 'x is not a function' }] }),
    ],
  },
});
