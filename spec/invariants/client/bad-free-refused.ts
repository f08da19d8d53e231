import { answer, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { badFrees } from '../../quantifiers/client.ts';
import { go119, tcmalloc } from '../../sources.ts';
import type { Answer } from '../../views/client.ts';
import { callOf } from '../../views/calls.ts';

const bad = (over: Partial<Answer>): Answer =>
  answer({ call: 'free', argument: 0x1008, allowed: ['bad-free'], ...over });

export const badFreeRefused = defineInvariant({
  id: 'client/bad-free-refused',
  holds: 'a free of an address that is not the start of a live block is refused as such',
  because: 'a double or wild free hands one piece of memory to two owners later',
  implies: ['go/reusable-slots-listed-once'],
  sources: [
    tcmalloc('src/tcmalloc.cc in gperftools', 'InvalidFree'),
    go119('mbitmap.go', 'badPointer: found bad pointer in Go heap'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: badFrees,
  check(it) {
    if (it.allowed.includes(it.outcome)) return undefined;
    return { at: callOf(it), expected: it.allowed.join(' or '), actual: it.outcome };
  },
  examples: {
    holds: [
      clientView({ answers: [bad({ outcome: 'bad-free' })] }),
      clientView({ answers: [answer({ call: 'free', argument: 0x1000 })] }),
    ],
    violates: [clientView({ answers: [bad({ outcome: 'served' })] })],
  },
});
