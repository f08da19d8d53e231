import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const osCountsWhatWasAsked = defineMutant({
  id: 'go/os-counts-what-was-asked',
  story: 'the operating system counts as reserved what it was asked for, not what it gave',
  sources: [
    go119('mem.go', 'sysReserve'),
    source('unikraft #688: what was handed over and what was counted differed'),
  ],
  patch: {
    file: 'models/os/os.ts',
    find: 'this.reservedBytes += range.bytes;',
    replace: 'this.reservedBytes += bytes;',
  },
  caughtBy: ['go/unmapped-space-is-current-arena', 'os/byte-counters-recounted'],
  withinRuns: 320,
  shortest: { lines: ['fault place longer'] },
});
