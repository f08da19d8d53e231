import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The sweep that follows frees them a second time. */
export const freedSlotsSurviveFlush = defineMutant({
  id: 'go/freed-slots-survive-flush',
  story: 'slots that wait for reuse are not dropped when the mcache is flushed',
  sources: [
    source('Go 1.26 runtime/mcache.go, releaseAll'),
    go119('mcache.go', '(*mcache).releaseAll'),
  ],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'if (this.reusable[spanclass]!.length > 0) this.#dropReusable(spanclass);',
    replace: '',
  },
  caughtBy: [
    'go/flush-empties-mcache',
    'go/reusable-slots-legal',
    'go/reusable-slots-swept',
    'go/reusable-slots-unowned',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 16 noscan', 'free a'] },
});
