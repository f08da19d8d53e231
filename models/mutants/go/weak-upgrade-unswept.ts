import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Between marking and sweeping it gives an object that is dead already. */
export const weakUpgradeUnswept = defineMutant({
  id: 'go/weak-upgrade-unswept',
  story: 'a weak pointer is upgraded without a look whether its span is still to be swept',
  sources: [
    source('Go 1.24 runtime/mheap.go, internal_weak_runtime_makeStrongFromWeak: ensureSwept'),
  ],
  patch: {
    file: 'models/go/specials.ts',
    find: 'this.#heap.slow.run(ensureSwept(this.#heap, this.#heap.spanOf(addr) as MSpan));',
    replace: '',
  },
  caughtBy: [
    'client/contents-kept',
    'gc/weak-pointer-tells-the-truth',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'client/live-blocks-disjoint',
  ],
  withinRuns: 390,
  shortest: {
    lines: ['a = malloc 32769 noscan', 'weak a', 'drop a', 'gc', 'upgrade a'],
    seed: 3,
  },
});
