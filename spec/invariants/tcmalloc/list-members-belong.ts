import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { isOfClass } from '../../quantifiers/tcmalloc-spans.ts';
import { freeObjects, pageOf } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcListMembersBelong = defineInvariant({
  id: 'tcmalloc/list-members-belong',
  holds: 'a free object is one of a span of the class whose list it is on',
  because: 'a client gets less than it asked for, or a part of another block',

  sources: [tcmalloc('central_freelist.cc', 'MapObjectToSpan: ASSERT of refcount')],
  when: 'always',
  cost: 'O(1) for each object',
  every: freeObjects,
  check({ addr, sizeClass }, { tcmalloc }) {
    const span = tcmalloc.spanAt(pageOf(tcmalloc, addr));
    const size = tcmalloc.sizeMap.sizes[sizeClass]!;
    const { pageBytes } = tcmalloc.geometry;
    const expected = `an object of class ${sizeClass}`;
    if (span === undefined || !isOfClass(span) || span.sizeClass !== sizeClass) {
      const actual = span === undefined ? 'in no span' : `in one of class ${span.sizeClass}`;
      return { at: hex(addr), expected, actual };
    }
    const offset = addr - span.page * pageBytes;
    if (offset % size === 0 && offset + size <= span.npages * pageBytes) return undefined;
    return { at: hex(addr), expected, actual: `${offset} bytes into its span` };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.caches[0]!.lists[1]!.objects[0] = objectAt(104))),
      tcView(({ tc }) => (tc.caches[0]!.lists[1]!.objects[0] = objectAt(100, 24))),
    ],
  },
});
