import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassTailWaste = defineInvariant({
  id: 'tcmalloc/class-tail-waste',
  holds: 'what is left at the end of a span of a class is an eighth of it at most',
  because: 'memory is lost that nobody counts',

  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, geometry }) {
    const bytes = map.pages[c]! * geometry.pageBytes;
    const left = bytes % map.sizes[c]!;
    return left <= bytes / 8
      ? undefined
      : { at: `class ${c}`, expected: `at most ${bytes / 8} of ${bytes} bytes`, actual: `${left}` };
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.sizeMap.sizes[2] = 48))] },
});
