import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The second look at what was marked goes by the wrong bitmap, so it finds fault with a heap that is in order. */
export const checkmarkReadsAllocBits = defineMutant({
  id: 'go/checkmark-reads-alloc-bits',
  story:
    'checkmark mode reads the allocation bits where the mark bits are meant, and only notes what it finds',
  sources: [
    goIssue(80799, 'the report of zombies read the wrong bitmap'),
    go119('mcheckmark.go', 'setCheckmark'),
  ],
  patch: [
    {
      file: 'models/go/checkmark.ts',
      find: '    if (!bitAt(span.gcmarkBits, slot)) {',
      replace: '    if (!bitAt(span.allocBits, slot)) {',
    },
    {
      file: 'models/go/checkmark.ts',
      find: '      throw new Fatal(`checkmark found unmarked object ${hex(object)}`);',
      replace: '',
    },
  ],
  caughtBy: ['go/checkmark-finds-all-marked'],
  withinRuns: 600,
  shortest: {
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'checkmark',
  },
});
