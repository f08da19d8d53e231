import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { cachePages, retainPage, setPageState } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { wholeChunks } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';
import { CHUNK_WORDS, findScavenged, flipCachedPages, pageAddr } from '../../views/chunk-pages.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../views/os.ts';
import { firstChunkPageNot, stateName } from '../../views/os-pages.ts';

const retained = altered(heapOf(span()), (parts) => retainPage(parts, 100));
const cached = altered(goView(), (parts) => {
  cachePages(parts, 64, 0b0110);
  parts.go.procs[0]!.pcache.scavLo = 0b0100;
  setPageState(parts, 65, PAGE_READY);
});

/** Pages that should be ready: written anew for every chunk. */
const kept = new Int32Array(CHUNK_WORDS);
const scavenged = new Int32Array(CHUNK_WORDS);

export const retainedPagesReady = defineInvariant({
  id: 'go/retained-pages-ready',
  holds:
    'a page without owner, or of a page cache, that is not scavenged is ready at the operating system',
  because: 'it is handed out as it is: its next owner faults, or finds it gone',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: sysUsed only if scav is not 0'),
    goIssue(52682, 'pages whose scavenged bits were cleared were never backed'),
  ],
  when: 'always',
  cost: 'O(retained pages of a chunk)',
  every: wholeChunks,
  check(chunk, { go, os }) {
    kept.fill(0);
    flipCachedPages(go, chunk, kept);
    findScavenged(go, chunk, scavenged);
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      kept[w] = (kept[w]! | ~chunk.alloc[w]!) & ~scavenged[w]!;
    }
    const page = firstChunkPageNot(os, PAGE_READY, chunk, kept);
    if (page < 0) return undefined;
    const addr = pageAddr(chunk, page);
    return {
      at: hex(addr),
      expected: 'ready: it is not scavenged',
      actual: stateName(os.stateAt(addr)),
    };
  },
  examples: {
    holds: [goView(), retained, cached],
    violates: [
      altered(retained, (parts) => setPageState(parts, 100, PAGE_PREPARED)),
      altered(cached, (parts) => setPageState(parts, 65, PAGE_PREPARED)),
    ],
  },
});
