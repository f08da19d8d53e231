import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicIdleSpanKept = defineMutant({
  id: 'go-classic/idle-span-kept',
  story: 'a span without objects stays with its class',
  sources: [go110('mcentral.go', '(*mcentral).freeSpan: s.allocCount != 0')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'if (span.allocCount !== 0) return false;',
    replace: 'if (span.nelems > 0) return false;',
  },
  caughtBy: ['classic/pages-free-when-all-is-collected'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
