import { hex } from '../../../src/base/units.ts';
import { osView } from '../../fixtures/os.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { neighbourRuns } from '../../quantifiers/os.ts';
import { derived } from '../../sources.ts';
import { PAGE_PREPARED, PAGE_READY } from '../../views/os.ts';
import type { PageState } from '../../views/os.ts';

const pair = (addr: number, state: PageState): View =>
  osView([
    { addr: 0x1_0000, bytes: 0x2000, state: PAGE_READY },
    { addr, bytes: 0x1000, state },
  ]);

export const runsCanonical = defineInvariant({
  id: 'os/runs-canonical',
  holds:
    'runs of physical pages are in ascending order, do not overlap, and are as long as they can be',
  because: 'a page would be in two states at once, and a recount would count it twice',
  sources: [derived('a physical page is in one state')],
  when: 'always',
  cost: 'O(1)',
  every: neighbourRuns,
  check({ lower, upper }) {
    const end = lower.addr + lower.bytes;
    if (end < upper.addr || (end === upper.addr && lower.state !== upper.state)) return undefined;
    const expected =
      end === upper.addr ? 'another state than the run below' : `${hex(end)} or above`;
    return {
      at: hex(upper.addr),
      expected,
      actual: end === upper.addr ? 'the same' : hex(upper.addr),
    };
  },
  examples: {
    holds: [pair(0x1_2000, PAGE_PREPARED), pair(0x1_3000, PAGE_READY)],
    violates: [pair(0x1_1000, PAGE_PREPARED), pair(0x1_2000, PAGE_READY), pair(0x8000, PAGE_READY)],
  },
});
