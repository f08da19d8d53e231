import { osView } from '../../fixtures/os.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { byteCounters } from '../../quantifiers/os.ts';
import { go119 } from '../../sources.ts';
import { PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../../views/os.ts';
import type { PageRun } from '../../views/os.ts';

const runs: readonly PageRun[] = [
  { addr: 0x1_0000, bytes: 0x2000, state: PAGE_READY },
  { addr: 0x1_2000, bytes: 0x4000, state: PAGE_PREPARED },
  { addr: 0x1_6000, bytes: 0x8000, state: PAGE_RESERVED },
];

export const byteCountersRecounted = defineInvariant({
  id: 'os/byte-counters-recounted',
  holds:
    'the counters of reserved, committed and resident bytes are what a recount of the pages gives',
  because:
    'limits and measurements of memory rest on these counters, and would be of something else',
  sources: [go119('mem.go', 'the states of memory and their statistics')],
  when: 'always',
  cost: 'O(1) after a recount of O(pages)',
  every: byteCounters,
  check: ({ name, bytes, counted }) => expectEqual(name, counted, bytes),
  examples: {
    holds: [osView(), osView(runs)],
    violates: [
      osView(runs, { reservedBytes: 0x6000 }),
      osView(runs, { committedBytes: 0x2000 }),
      osView(runs, { residentBytes: 0x3000 }),
    ],
  },
});
