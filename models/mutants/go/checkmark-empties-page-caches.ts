import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A mode for debugging that changes what it is to show. */
export const checkmarkEmptiesPageCaches = defineMutant({
  id: 'go/checkmark-empties-page-caches',
  story:
    'checkmark mode empties the page caches, so that what is debugged is not what runs otherwise',
  sources: [go119('mgc.go', 'gcMarkTermination'), go119('mcheckmark.go', 'startCheckmarks')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'this.checkmarks?.run(this.roots.source);',
    replace:
      'this.checkmarks?.run(this.roots.source); if (this.checkmarks !== undefined) for (const pcache of heap.pcaches) pcache.flush(heap.pages);',
  },
  caughtBy: ['relation/checkmark-unnoticed'],
  withinRuns: 660,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'b = malloc 122881 noscan'] },
});
