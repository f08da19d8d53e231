import { hex } from '../../../src/base/units.ts';
import { processView, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { neighbourRegions } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PAGE, PROT, isAlike } from '../../views/process.ts';
import type { RegionView } from '../../views/process.ts';

const of = (over: Partial<RegionView>): View => processView({ regions: [region(), region(over)] });

function goesOn(lower: RegionView, upper: RegionView): boolean {
  const size = lower.end - lower.start;
  const next = lower.fileOffset < 0 ? lower.fileOffset : lower.fileOffset + size;
  return lower.end === upper.start && next === upper.fileOffset && isAlike(lower, upper);
}

export const regionsCanonical = defineInvariant({
  id: 'process/regions-canonical',
  holds:
    'regions ascend, lie apart, are whole pages, and are joined where they are alike and touch',
  because:
    'an address would have two sets of rights, and the number of regions, which is limited, would grow',
  sources: [source('Linux mm/mmap.c, vma_merge'), source('man 5 proc: vm.max_map_count')],
  when: 'always',
  cost: 'O(1)',
  every: neighbourRegions,
  check({ lower, upper }) {
    const isWhole = lower.start % PAGE === 0 && lower.end % PAGE === 0 && lower.start < lower.end;
    const isJoint = goesOn(lower, upper);
    if (isWhole && lower.end <= upper.start && !isJoint) return undefined;
    const at = hex(upper.start);
    if (isJoint) return { at, expected: 'other than the region below', actual: 'the same' };
    const expected = isWhole ? `${hex(lower.end)} or above` : 'whole pages below';
    return { at, expected, actual: isWhole ? at : `${hex(lower.start)}…${hex(lower.end)}` };
  },
  examples: {
    holds: [of({ start: 0x40_2000 }), of({ start: 0x40_1000, prot: PROT.READ })],
    violates: [of({ start: 0x40_1000 }), of({ start: 0x40_0000, prot: PROT.READ })],
  },
});
