import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer takes a span of new objects for garbage. */
export const newObjectSkipsPageMark = defineMutant({
  id: 'go/new-object-skips-page-mark',
  story: 'an object that is born black does not set the page mark of its span',
  sources: [
    go119('mgcmark.go', 'gcmarknewobject: pageMarks'),
    goIssue(39432, 'objects allocated black set no page mark'),
  ],
  patch: {
    file: 'models/go/mark.ts',
    find: 'if (!setMarked(heap, span, span.objIndex(addr))) return;',
    replace:
      'if (!setMarked(heap, span, span.objIndex(addr)) || (gcw.bytesMarked += span.elemsize) > 0) return;',
  },
  caughtBy: ['go/page-mark-where-marked'],
  withinRuns: 30,
  shortest: { lines: ['gcStart', 'a = malloc 1 noscan'] },
});
