import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicDeadObjectsTakenForZero = defineMutant({
  id: 'go-classic/dead-objects-taken-for-zero',
  story: 'a span whose objects died still counts as zero',
  sources: [go110('mcentral.go', '(*mcentral).freeSpan: s.needzero = 1')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'span.needzero = 1;',
    replace: 'void span;',
  },
  caughtBy: [
    'classic/free-pages-zero-unless-told',
    'classic/free-slots-zero-unless-told',
    'client/zeroed-when-asked',
  ],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
