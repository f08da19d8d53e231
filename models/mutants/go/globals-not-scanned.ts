import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What only a global variable holds is freed. */
export const globalsNotScanned = defineMutant({
  id: 'go/globals-not-scanned',
  story: 'the data segment is no root',
  sources: [go119('mgcmark.go', 'gcMarkRootPrepare, markrootBlock')],
  patch: {
    file: 'models/go/mark-roots.ts',
    find: 'for (const pointer of variables) shade(heap, pointer, gcw);',
    replace: '',
  },
  caughtBy: ['go/live-blocks-survive-cycles', 'relation/checkmark-unnoticed'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 16 noscan', 'global a', 'gc'] },
});
