import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSizeClasses } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassNaturalAlignment = defineInvariant({
  id: 'tcmalloc/class-natural-alignment',
  holds: 'what is a multiple of a power of two has a class whose objects are',
  because: 'an aligned block is one of the class of its rounded size, and would be misaligned',

  sources: [tcmalloc('common.cc', 'SizeMap::Init: the check for memalign')],
  when: 'always',
  cost: 'O(log page size)',
  every: tcSizeClasses,
  check({ c, map, geometry, low, high }) {
    const size = map.sizes[c]!;
    for (let a = geometry.minAlignment; a <= geometry.pageBytes; a *= 2) {
      const multiple = Math.ceil(low / a) * a;
      if (multiple > high || multiple >= geometry.pageBytes || size % a === 0) continue;
      const expected = `a multiple of ${a}, as ${multiple} is`;
      return { at: `class ${c}`, expected, actual: `${size} bytes` };
    }
    return undefined;
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.sizeMap.sizes[2] = 40))] },
});
