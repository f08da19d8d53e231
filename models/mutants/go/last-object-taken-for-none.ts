import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The buffer is handed out as empty, and its object is scanned in another cycle, or never. */
export const lastObjectTakenForNone = defineMutant({
  id: 'go/last-object-taken-for-none',
  story: 'a processor that gives its work away takes a buffer with one object for empty',
  sources: [go119('mgcwork.go', '(*gcWork).dispose')],
  patch: {
    file: 'models/go/gc-work.ts',
    find: 'if (wbuf.objects.length === 0) this.#lists.empty.push(wbuf);',
    replace: 'if (wbuf.objects.length <= 1) this.#lists.empty.push(wbuf);',
  },
  caughtBy: [
    'go/white-targets-protected',
    'go/work-buffers-in-shape',
    'go/work-gone-when-marking-ends',
  ],
  withinRuns: 1700,
  shortest: {
    lines: ['a = malloc 8', 'mark 4 on P1', 'terminate', 'terminate'],
    heap: 'procs=4 gogc=0',
  },
});
