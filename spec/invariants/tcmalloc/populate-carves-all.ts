import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { populations } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc, source } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function populated(objects: number, last: number): View {
  return tcView(({ log, span }) =>
    log.populated({ span: span(100), sizeClass: 1, objects, first: objectAt(100), last }),
  );
}

export const tcPopulateCarvesAll = defineInvariant({
  id: 'tcmalloc/populate-carves-all',
  holds: 'a new span is filled with objects from its first byte on, as many as fit',
  because: 'memory is lost, or the last object reaches into the next span',

  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::Populate'),
    source('gperftools #1323: the end of an object wrapped at the top of the address space'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: populations,
  check({ span: { page, npages }, sizeClass, objects, first, last }, { tcmalloc }) {
    const { sizeMap, geometry } = tcmalloc;
    const [start, size] = [page * geometry.pageBytes, sizeMap.sizes[sizeClass]!];
    const fit = Math.floor((npages * geometry.pageBytes) / size);
    const at = `span at page ${page}`;
    return (
      expectEqual(`objects in the ${at}`, fit, objects) ??
      expectEqual(`first object in the ${at}`, start, first) ??
      expectEqual(`last object in the ${at}`, start + (fit - 1) * size, last)
    );
  },
  examples: {
    holds: [tcView(), populated(4, objectAt(100, 48))],
    violates: [populated(3, objectAt(100, 32)), populated(4, objectAt(100, 64))],
  },
});
