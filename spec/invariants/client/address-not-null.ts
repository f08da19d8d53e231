import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { servedMallocs } from '../../quantifiers/client.ts';
import { go119, source } from '../../sources.ts';
import { callOf } from '../../views/calls.ts';

const HIGHEST = 2 ** 48 - 1;

export const addressNotNull = defineInvariant({
  id: 'client/address-not-null',
  holds:
    'a request for a block that is served answers an address that is not null, even for no bytes',
  because: 'the client takes null for a refusal, or for the end of a list',
  sources: [
    go119('malloc.go', 'mallocgc, zerobase'),
    source('C17 7.22.3: null says that no space was allocated'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: servedMallocs,
  check(it) {
    const { addr } = it;
    if (Number.isInteger(addr) && addr > 0 && addr <= HIGHEST) return undefined;
    return { at: callOf(it), expected: 'an address above 0', actual: String(addr) };
  },
  examples: {
    holds: [
      clientView({ answers: [answer()] }),
      clientView({ answers: [answer({ argument: 0, addr: 0x1000 })] }),
      clientView({
        answers: [answer({ argument: -1, outcome: 'bad-size', allowed: ['bad-size'] })],
      }),
    ],
    violates: [
      clientView({ answers: [answer({ argument: 0, addr: 0 })] }),
      clientView({ answers: [answer({ call: 'realloc', addr: 0 })] }),
    ],
  },
});
