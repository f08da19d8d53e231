import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { cachePages, setPageState } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { wholeChunks } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';
import { CHUNK_WORDS, findScavenged, pageAddr } from '../../views/chunk-pages.ts';
import { PAGE_NONE, PAGE_PREPARED, PAGE_READY } from '../../views/os.ts';
import { firstChunkPageNot, stateName } from '../../views/os-pages.ts';

const cached = altered(heapOf(span()), (parts) => cachePages(parts, 64, 0b0110));

/** Pages that should be prepared: written anew for every chunk. */
const scavenged = new Int32Array(CHUNK_WORDS);

export const scavengedPagesPrepared = defineInvariant({
  id: 'go/scavenged-pages-prepared',
  holds:
    'a page that is scavenged, in its chunk or in a page cache, is prepared at the operating system',
  because:
    'memory that counts as returned is still there: the process is larger than its books say',
  sources: [
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: sysUnused'),
    go119('mheap.go', '(*mheap).grow: new memory is Prepared'),
    goIssue(35445, 'a range was given to the system unaligned'),
  ],
  when: 'always',
  cost: 'O(scavenged pages of a chunk)',
  every: wholeChunks,
  check(chunk, { go, os }) {
    findScavenged(go, chunk, scavenged);
    const page = firstChunkPageNot(os, PAGE_PREPARED, chunk, scavenged);
    if (page < 0) return undefined;
    const addr = pageAddr(chunk, page);
    return {
      at: hex(addr),
      expected: 'prepared: it is scavenged',
      actual: stateName(os.stateAt(addr)),
    };
  },
  examples: {
    holds: [goView(), cached],
    violates: [
      altered(cached, (parts) => setPageState(parts, 511, PAGE_READY)),
      altered(cached, (parts) => setPageState(parts, 66, PAGE_NONE)),
    ],
  },
});
