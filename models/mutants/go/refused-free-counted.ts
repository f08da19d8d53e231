import { derived, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The counter is raised first, and nothing takes it back. */
export const refusedFreeCounted = defineMutant({
  id: 'go/refused-free-counted',
  story: 'a free is counted as served before it is found to be bad',
  sources: [
    source('jemalloc PR 2234: a counter of frees was raised before the others'),
    derived('the contract of spec/subject.ts: a refused call leaves the heap as it was'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'const span = this.#spanAt(addr);',
    replace: `this.#served += 1;
    const span = this.#spanAt(addr);`,
  },
  caughtBy: ['client/refusal-changes-nothing'],
  withinRuns: 50,
  shortest: { lines: ['badfree 0x1'] },
});
