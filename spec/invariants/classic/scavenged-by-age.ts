import { classicDid, classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { classicReleases } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { SCAVENGE_AGE } from '../../views/classic.ts';

export const classicScavengedByAge = defineInvariant({
  id: 'classic/scavenged-by-age',
  holds:
    'the scavenger by itself takes the memory of spans alone that have been free for so many collections, and of these all that they had',
  because: 'memory is given back that is going to be used at once',
  sources: [go110('mheap.go', '(*mheap).scavenge: unused for 5 minutes')],
  when: 'always',
  cost: 'O(1)',
  every: classicReleases,
  check({ span, isByAge, cycles, given }) {
    const at = `${span.npages} pages at ${hex(span.startAddr)}`;
    const all = expectWithin(`pages given, of ${at}`, 1, span.npages, given);
    if (all !== undefined || !isByAge) return all;
    return expectWithin(
      `collections since ${at} is free`,
      SCAVENGE_AGE,
      cycles,
      cycles - span.unusedsince,
    );
  },
  examples: {
    holds: [
      classicView(),
      classicDid({ release: {} }),
      classicDid({ release: { cycles: 0, isByAge: false } }),
    ],
    violates: [classicDid({ release: { cycles: 1 } }), classicDid({ release: { given: 0 } })],
  },
});
