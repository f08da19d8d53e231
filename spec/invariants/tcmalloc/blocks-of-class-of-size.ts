import { hex } from '../../../src/base/units.ts';
import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { tcBlocks, pageOf } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc, source } from '../../sources.ts';

export const tcBlocksOfClassOfSize = defineInvariant({
  id: 'tcmalloc/blocks-of-class-of-size',
  holds: 'a block of no special alignment has the class of its size, or is a span of its own',
  because: 'a free that is told its size puts it on the list of another class',

  sources: [tcmalloc('tcmalloc.cc', 'tc_nallocx: what malloc gives'), source('gperftools 868a588')],
  when: 'always',
  cost: 'O(1)',
  every: tcBlocks,
  check({ addr, size, alignment }, { tcmalloc }) {
    const { sizeMap, geometry } = tcmalloc;
    const isPlain = alignment <= geometry.minAlignment && size > 0;
    if (!isPlain || size > geometry.maxSmallBytes) return undefined;
    const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
    if (span === undefined || alignment > size) return undefined;
    // A span of its own that has as many bytes stays one.
    if (span.sizeClass === 0) return undefined;
    return expectEqual(
      `class of ${size} bytes at ${hex(addr)}`,
      sizeMap.classOf(size),
      span.sizeClass,
    );
  },
  examples: { holds: [tcView()], violates: [tcView(({ client }) => (client.live[1]!.size = 16))] },
});
