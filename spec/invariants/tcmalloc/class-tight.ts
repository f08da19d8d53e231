import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassTight = defineInvariant({
  id: 'tcmalloc/class-tight',
  holds: 'the class of a size is the smallest whose objects are as large',
  because: 'memory is wasted, and realloc moves a block that had room',

  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, low, high }) {
    const size = [low, high].find((each) => (map.sizes[map.classOf(each) - 1] ?? 0) >= each);
    if (size === undefined) return undefined;
    const actual = `class ${map.classOf(size)} though one below has ${map.sizes[map.classOf(size) - 1]}`;
    return { at: `class ${c}`, expected: `the first class for ${size} bytes`, actual };
  },
  examples: {
    holds: [tcView()],
    violates: [tcView(({ tc }) => (tc.sizeMap.classOf = (size) => (size <= 15 ? 1 : 2)))],
  },
});
