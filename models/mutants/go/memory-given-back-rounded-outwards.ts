import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const memoryGivenBackRoundedOutwards = defineMutant({
  id: 'go/memory-given-back-rounded-outwards',
  story: 'the range whose memory is given back begins a page too early',
  sources: [
    goIssue(9993, 'pages in use were given back'),
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne'),
  ],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'os.sysUnused(value.base, bytes);',
    replace: 'os.sysUnused(value.base - PAGE_BYTES, bytes + PAGE_BYTES);',
  },
  caughtBy: ['os/blocks-in-ready-memory', 'go/span-pages-ready'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 16 noscan', 'b = malloc 17 noscan', 'free a', 'freeOSMemory'],
    seed: 2,
  },
});
