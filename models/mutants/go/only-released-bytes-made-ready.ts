import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Those need not be the ones. */
export const onlyReleasedBytesMadeReady = defineMutant({
  id: 'go/only-released-bytes-made-ready',
  story:
    'of a run that is partly released, as many bytes are made ready as were released, from its start on',
  sources: [
    goIssue(36603, 'a whole allocation was recommitted although only part of it was released'),
    go119('mheap.go', '(*mheap).allocSpan: sysUsed'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.os.sysUsed(base, bytes);',
    replace: 'this.os.sysUsed(base, scav);',
  },
  caughtBy: ['go/mapped-ready-counted', 'go/span-pages-ready'],
  withinRuns: 150,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1281 noscan'] },
});
