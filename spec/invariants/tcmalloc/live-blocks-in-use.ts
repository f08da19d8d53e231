import { hex } from '../../../src/base/units.ts';
import { tcView, blockAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { spanName, isOfClass } from '../../quantifiers/tcmalloc-spans.ts';
import { tcBlocks, pageOf } from '../../quantifiers/tcmalloc-tiers.ts';
import { derived } from '../../sources.ts';
import { IN_USE, LOCATION_NAMES } from '../../views/tc-span.ts';

export const tcLiveBlocksInUse = defineInvariant({
  id: 'tcmalloc/live-blocks-in-use',
  holds: 'a live block is a whole span that is in use, or an object of one',
  because: 'two clients write to the same memory, or to none',

  sources: [derived('span.h and tcmalloc.cc, do_malloc')],
  when: 'always',
  cost: 'O(1)',
  every: tcBlocks,
  check({ addr }, { tcmalloc }) {
    const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
    const at = hex(addr);
    if (span === undefined) return { at, expected: 'a span', actual: 'none' };
    const offset = addr - span.page * tcmalloc.geometry.pageBytes;
    const size = isOfClass(span) ? tcmalloc.sizeMap.sizes[span.sizeClass]! : Infinity;
    if (span.location === IN_USE && (offset === 0 || offset % size === 0)) return undefined;
    const actual = `${offset} bytes into a ${spanName(span)}, ${LOCATION_NAMES[span.location]}`;
    return { at, expected: 'the start of an object', actual };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ client }) => client.live.push(blockAt(104, 16))),
      tcView(({ client }) => client.live.push(blockAt(103, 16))),
    ],
  },
});
