import { derived, go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const osRunEndsAtLastByte = defineMutant({
  id: 'go/os-run-ends-at-last-byte',
  story: 'a run of physical pages is one byte too short: its end is taken for its last byte',
  sources: [
    derived('the contract of runs in spec/views/os.ts: whole pages'),
    go119('mem_linux.go', 'sysUnused: unaligned'),
  ],
  patch: {
    file: 'models/os/page-table.ts',
    find: 'const bytes = (to - from) * FRAME_BYTES;',
    replace: 'const bytes = (to - from) * FRAME_BYTES - 1;',
  },
  caughtBy: ['os/byte-counters-recounted', 'os/runs-page-aligned'],
  withinRuns: 10,
  shortest: { lines: [] },
});
