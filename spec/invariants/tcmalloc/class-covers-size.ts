import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassCoversSize = defineInvariant({
  id: 'tcmalloc/class-covers-size',
  holds: 'the class of a size has objects that are at least as large',
  because: 'the client would write beyond its block',

  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, low, high }) {
    const size = [low, high].find((each) => (map.sizes[map.classOf(each)] ?? 0) < each);
    if (size === undefined) return undefined;
    const actual = `class ${map.classOf(size)} of ${map.sizes[map.classOf(size)]} bytes`;
    return {
      at: `class ${c}`,
      expected: `objects of at least ${size} bytes for ${size} bytes`,
      actual,
    };
  },
  examples: {
    holds: [tcView()],
    violates: [tcView(({ tc }) => (tc.sizeMap.classOf = (size) => (size <= 17 ? 1 : 2)))],
  },
});
