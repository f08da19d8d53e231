import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { homecomings } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function cameHome(spanClass: number, refcountBefore: number): View {
  return tcView(({ log }) =>
    log.cameHome({ addr: objectAt(100), sizeClass: 1, spanClass, refcountBefore }),
  );
}

export const tcObjectsComeHome = defineInvariant({
  id: 'tcmalloc/objects-come-home',
  holds: 'an object comes back to a span of its class, which counts it as handed out',
  because: 'a count goes below zero, and a span is given up that has live objects',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::ReleaseToSpans: CHECK of refcount')],
  when: 'always',
  cost: 'O(1)',
  every: homecomings,
  check({ addr, sizeClass, spanClass, refcountBefore }) {
    if (spanClass === sizeClass && refcountBefore > 0) return undefined;
    const expected = `a span of class ${sizeClass} that handed it out`;
    const actual =
      spanClass < 0 ? 'no span' : `one of class ${spanClass} that counts ${refcountBefore}`;
    return { at: hex(addr), expected, actual };
  },
  examples: {
    holds: [tcView(), cameHome(1, 4)],
    violates: [cameHome(2, 1), cameHome(1, 0), cameHome(-1, 0)],
  },
});
