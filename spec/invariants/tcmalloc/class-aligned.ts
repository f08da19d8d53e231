import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassAligned = defineInvariant({
  id: 'tcmalloc/class-aligned',
  holds: 'the size of a class is a multiple of what the sizes in it are aligned to, and of 8',
  because: 'every second object of a span is misaligned',

  sources: [tcmalloc('common.cc', 'AlignmentForSize')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, low, high }) {
    const alignment = Math.max(8, map.alignmentOf(low), map.alignmentOf(high));
    const size = map.sizes[c]!;
    if (size % alignment === 0) return undefined;
    return { at: `class ${c}`, expected: `a multiple of ${alignment}`, actual: `${size} bytes` };
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.sizeMap.sizes[1] = 24))] },
});
