import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGivenBackStillCached = defineMutant({
  id: 'go-classic/given-back-still-cached',
  story: 'a span that a processor gives back still says that one has it',
  sources: [go110('mcentral.go', '(*mcentral).uncacheSpan: s.incache = false')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'span.incache = false;',
    replace: 'void span.incache;',
  },
  caughtBy: ['classic/cached-span-has-one-owner', 'classic/nonempty-spans-have-room'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
