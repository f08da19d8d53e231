import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const osKeepsUnusedMemory = defineMutant({
  id: 'go/os-keeps-unused-memory',
  story: 'the operating system keeps memory that is given back, and says that it took it',
  sources: [
    source('gperftools #1135: a release that the system refused was booked as done'),
    source('dotnet/runtime PR #126977: decommit was skipped, and booked as done'),
  ],
  patch: {
    file: 'models/os/os.ts',
    find: 'this.#table.forfeit(addr, bytes, PAGE_PREPARED);',
    replace: '',
  },
  caughtBy: [
    'go/given-pages-scavenged-as-told',
    'go/mapped-ready-counted',
    'go/scavenged-pages-prepared',
    'os/byte-counters-recounted',
  ],
  withinRuns: 110,
  shortest: { lines: ['freeOSMemory'] },
});
