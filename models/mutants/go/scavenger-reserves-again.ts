import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** It would have to be mapped anew before it is used. */
export const scavengerReservesAgain = defineMutant({
  id: 'go/scavenger-reserves-again',
  story: 'the memory of free pages is given back together with the right to use it',
  sources: [
    go119('mem.go', 'sysFault'),
    source('coreclr PR #5623: a range that could not be committed became unreserved'),
  ],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'os.sysUnused(value.base, bytes);',
    replace: 'os.sysFault(value.base, bytes);',
  },
  caughtBy: [
    'go/mapped-memory-stays-mapped',
    'go/os-backs-what-is-counted',
    'go/scavenged-pages-prepared',
  ],
  withinRuns: 110,
  shortest: { lines: ['gc', 'freeOSMemory'] },
});
