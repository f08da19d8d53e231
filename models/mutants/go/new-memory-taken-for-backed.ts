import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nobody asks the operating system for it. */
export const newMemoryTakenForBacked = defineMutant({
  id: 'go/new-memory-taken-for-backed',
  story: 'memory that grows the heap is free, but not marked as scavenged',
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).grow: newly-grown memory is always scavenged'),
    goIssue(52682, 'pages whose scavenged bits were cleared were never backed'),
  ],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'chunk.setScavenged(0, PALLOC_CHUNK_PAGES);',
    replace: '',
  },
  caughtBy: [
    'go/counters-not-negative',
    'go/given-pages-scavenged-as-told',
    'go/grown-memory-free-and-scavenged',
    'go/retained-pages-ready',
    'go/span-pages-ready',
    'os/blocks-in-ready-memory',
  ],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
