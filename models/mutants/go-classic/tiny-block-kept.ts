import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicTinyBlockKept = defineMutant({
  id: 'go-classic/tiny-block-kept',
  story: 'a processor keeps its tiny block across a collection',
  sources: [go110('mcache.go', '(*mcache).releaseAll: c.tiny = 0')],
  patch: {
    file: 'models/classic/mcache.ts',
    find: 'this.tiny = 0;',
    replace: 'void this.tiny;',
  },
  caughtBy: ['classic/tiny-block-in-its-span'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
