import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { scavengedRuns } from '../../quantifiers/page-log.ts';
import { go119, goIssue } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const scavengingBeginsAtTheTop = defineInvariant({
  id: 'go/scavenging-begins-at-the-top',
  holds: 'memory is given back from the highest free pages down',
  because:
    'allocations take the lowest free pages: those that were given back are the next that are needed',
  sources: [
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne, (*pallocData).findScavengeCandidate'),
    goIssue(35788, 'free pages above the scavenger’s cursor stayed backed'),
  ],
  when: 'always',
  cost: 'O(1); the log walked the bitmaps from the top',
  every: scavengedRuns,
  check({ base, npages, highest }) {
    if (highest < base + npages * PAGE_BYTES) return undefined;
    const at = `${npages} pages at ${hex(base)}`;
    return { at, expected: 'no free page above it that is backed', actual: hex(highest) };
  },
  examples: {
    holds: [goView(), scavenged(-1), scavenged(addrOf(2)), scavenged(addrOf(4))],
    violates: [scavenged(addrOf(5)), scavenged(addrOf(600))],
  },
});

/** A heap that gave back two pages, and kept others up to `highest`. */
function scavenged(highest: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.scavengedRuns.push({ base: addrOf(3), npages: 2, hidden: 2, highest });
  });
}
