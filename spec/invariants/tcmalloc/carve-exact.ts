import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { carvings } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import { IN_USE, NORMAL, RETURNED } from '../../views/tc-span.ts';
import type { View } from '../../invariant.ts';
import type { Carving } from '../../views/tcmalloc-log.ts';

function carved(over: Partial<Carving>): View {
  return tcView(({ log, span }) =>
    log.carved({
      span: span(102),
      npages: 2,
      lengthBefore: 4,
      locationBefore: NORMAL,
      locationAfter: IN_USE,
      lengthAfter: 2,
      rest: { page: 104, npages: 2, location: NORMAL },
      ...over,
    }),
  );
}

export const tcCarveExact = defineInvariant({
  id: 'tcmalloc/carve-exact',
  holds:
    'what is put to use is the front of a free span, and the rest stays where it was, right behind',
  because: 'pages are lost between the two, or what is given back counts as backed',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::Carve')],
  when: 'always',
  cost: 'O(1)',
  every: carvings,
  check({
    span: { page },
    npages,
    lengthBefore,
    locationBefore,
    locationAfter,
    lengthAfter,
    rest,
  }) {
    const at = `carving at page ${page}`;
    const left = lengthBefore - npages;
    return (
      expectEqual(`location after ${at}`, IN_USE, locationAfter) ??
      expectEqual(`length after ${at}`, npages, lengthAfter) ??
      expectEqual(`pages left over by ${at}`, left, rest?.npages ?? 0) ??
      (rest && expectEqual(`location of the rest of ${at}`, locationBefore, rest.location))
    );
  },
  examples: {
    holds: [tcView(), carved({})],
    violates: [
      carved({ locationAfter: NORMAL }),
      carved({ lengthAfter: 3 }),
      carved({ rest: undefined }),
      carved({ rest: { page: 104, npages: 2, location: RETURNED } }),
    ],
  },
});
