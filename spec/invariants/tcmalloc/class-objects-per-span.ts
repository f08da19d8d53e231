import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassObjectsPerSpan = defineInvariant({
  id: 'tcmalloc/class-objects-per-span',
  holds: 'a span of a class holds one object at least, and a quarter of a batch',
  because: 'a thread that fetches a batch goes to the page heap many times',

  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  when: 'always',
  cost: 'O(1)',
  every: tcSizeClasses,
  check({ c, map, geometry }) {
    const objects = Math.floor((map.pages[c]! * geometry.pageBytes) / map.sizes[c]!);
    const least = Math.max(1, Math.floor(map.batches[c]! / 4));
    return expectWithin(`class ${c}`, least, Infinity, objects);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.sizeMap.batches[2] = 12))] },
});
