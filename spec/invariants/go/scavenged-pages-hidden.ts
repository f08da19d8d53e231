import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { scavengedRuns } from '../../quantifiers/page-log.ts';
import { go119, source } from '../../sources.ts';

export const scavengedPagesHidden = defineInvariant({
  id: 'go/scavenged-pages-hidden',
  holds: 'while the memory of free pages is given back nobody can be given the pages',
  because:
    'the heap’s lock is dropped meanwhile: somebody takes a page, and the memory goes away under what was written there',
  sources: [
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: allocRange'),
    source(
      'gperftools #1204: a span could be taken while the page heap gave it back without its lock',
    ),
  ],
  when: 'always',
  cost: 'O(1); the log looked at each page',
  every: scavengedRuns,
  check({ base, npages, hidden }) {
    if (hidden === npages) return undefined;
    const at = `${npages} pages at ${hex(base)}`;
    return { at, expected: 'all of them taken', actual: `${npages - hidden} free` };
  },
  examples: {
    holds: [goView(), scavenged(2)],
    violates: [scavenged(0), scavenged(1)],
  },
});

/** A heap that gave back two pages, so many of them hidden. */
function scavenged(hidden: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.scavengedRuns.push({ base: addrOf(3), npages: 2, hidden, highest: -1 });
  });
}
