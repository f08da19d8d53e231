import { hex } from '../../../src/base/units.ts';
import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { isOfClass } from '../../quantifiers/tcmalloc-spans.ts';
import { tcBlocks, pageOf } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcUsableIsObject = defineInvariant({
  id: 'tcmalloc/usable-is-object',
  holds: 'all of an object, or of a large block, is usable',
  because: 'a client that asks for the usable size writes into another block',

  sources: [tcmalloc('tcmalloc.cc', 'GetSizeWithCallback')],
  when: 'always',
  cost: 'O(1)',
  every: tcBlocks,
  check({ addr, usable }, { tcmalloc }) {
    const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
    if (span === undefined) return undefined;
    const { sizeMap, geometry } = tcmalloc;
    const bytes = isOfClass(span)
      ? sizeMap.sizes[span.sizeClass]!
      : span.npages * geometry.pageBytes;
    return expectEqual(`usable bytes at ${hex(addr)}`, bytes, usable);
  },
  examples: { holds: [tcView()], violates: [tcView(({ client }) => (client.live[0]!.usable = 8))] },
});
