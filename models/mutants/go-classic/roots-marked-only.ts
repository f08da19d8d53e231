import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRootsMarkedOnly = defineMutant({
  id: 'go-classic/roots-marked-only',
  story: 'what lives is what a root leads to, and not what that leads to',
  sources: [go110('mgcmark.go', 'scanobject: greyobject')],
  patch: {
    file: 'models/classic/mark.ts',
    find: 'if ((bits & POINTER) !== 0) shade(pages, loadPointer(pages.os, at), grey);',
    replace: 'if ((bits & POINTER) !== 0) shade(pages, loadPointer(pages.os, at), []);',
  },
  caughtBy: ['classic/live-blocks-hold-slots'],
  withinRuns: 120,
  shortest: {
    lines: [
      'a = malloc 1 noscan',
      'b = malloc 8',
      'c = malloc 8',
      'b[0] -> c',
      'c[0] -> a',
      'drop a',
      'drop c',
      'gc',
    ],
  },
});
