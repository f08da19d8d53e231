import { hex } from '../../../src/base/units.ts';
import { processView, region, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { stackGrowths } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT } from '../../views/process.ts';
import type { RegionView } from '../../views/process.ts';

const stack = (start: number): RegionView =>
  region({ start, end: 0x90_0000, kind: 'stack', grows: true });

const of = (start: number, below: readonly RegionView[] = []): View => {
  const touches = [{ addr: start, access: 'write' }] as const;
  const grown = { regions: [...below, stack(start)], step: step({ touches }) };
  return processView(grown, processView({ regions: [...below, stack(0x8f_f000)] }));
};

export const stackGrowsWithinLimit = defineInvariant({
  id: 'process/stack-grows-within-limit',
  holds: 'a stack grows to its limit at most, and not near to what lies below it',
  because: 'the stack would run into a mapping, and both be overwritten without a fault',
  sources: [
    source('Linux mm/mmap.c, acct_stack_growth, expand_downwards: stack_guard_gap'),
    source('CVE-2017-1000364: the stack clash'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: stackGrowths,
  check({ stack: { start, end }, below, gap, most }) {
    const at = hex(start);
    if (end - start > most)
      return { at, expected: `${most} bytes at most`, actual: `${end - start} bytes` };
    const isNear =
      below !== undefined && !below.grows && below.prot !== PROT.NONE && start - below.end < gap;
    return isNear
      ? { at, expected: `${gap} free bytes below`, actual: `${start - below.end}` }
      : undefined;
  },
  examples: {
    holds: [of(0x8f_0000)],
    violates: [of(0x70_0000), of(0x8f_0000, [region({ start: 0x8e_0000 })])],
  },
});
