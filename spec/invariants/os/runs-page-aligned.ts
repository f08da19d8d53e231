import { hex } from '../../../src/base/units.ts';
import { osView } from '../../fixtures/os.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageRuns } from '../../quantifiers/os.ts';
import { go119, goIssue } from '../../sources.ts';
import { PAGE_READY } from '../../views/os.ts';

export const runsPageAligned = defineInvariant({
  id: 'os/runs-page-aligned',
  holds: 'memory changes hands with the operating system in whole physical pages',
  because:
    'half of a page cannot be given back: the system rounds, and takes memory that is in use',
  implies: ['os/byte-counters-recounted'],
  sources: [
    go119('mem_linux.go', 'sysUnused: unaligned'),
    goIssue(9993, 'ranges given back were not whole pages'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: pageRuns,
  check({ addr, bytes }, { os: { physPageBytes } }) {
    if (addr % physPageBytes === 0 && bytes % physPageBytes === 0 && bytes > 0) return undefined;
    const actual = `${bytes} bytes from ${hex(addr)}`;
    return { at: hex(addr), expected: `whole pages of ${physPageBytes} bytes`, actual };
  },
  examples: {
    holds: [osView([{ addr: 0x1_0000, bytes: 0x2000, state: PAGE_READY }])],
    violates: [
      osView([{ addr: 0x1_0800, bytes: 0x1000, state: PAGE_READY }]),
      osView([{ addr: 0x1_0000, bytes: 0x1800, state: PAGE_READY }]),
    ],
  },
});
