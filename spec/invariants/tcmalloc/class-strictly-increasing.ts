import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassStrictlyIncreasing = defineInvariant({
  id: 'tcmalloc/class-strictly-increasing',
  holds: 'sizes of classes increase, up to the largest small size',
  because: 'a size falls between two classes, or is served by none',

  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, geometry }) {
    const [size, before] = [map.sizes[c]!, map.sizes[c - 1]!];
    const isLast = c === map.count - 1;
    if (size > before && (!isLast || size === geometry.maxSmallBytes)) return undefined;
    const expected = isLast ? `${geometry.maxSmallBytes}, the largest` : `more than ${before}`;
    return { at: `class ${c}`, expected, actual: `${size} bytes` };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.sizeMap.sizes[1] = 0)),
      tcView(({ tc }) => (tc.geometry.maxSmallBytes = 64)),
    ],
  },
});
