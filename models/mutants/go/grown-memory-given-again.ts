import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next growth would map the same memory again. */
export const grownMemoryGivenAgain = defineMutant({
  id: 'go/grown-memory-given-again',
  story: 'the heap grows without moving the base of the current arena past what it took',
  sources: [
    source(
      'emscripten #8637: the top was not stored after growth, and the next call returned the same address',
    ),
    go119('mheap.go', '(*mheap).grow'),
  ],
  patch: { file: 'models/go/mheap.ts', find: 'curArena.base += ask;', replace: '' },
  caughtBy: ['go/current-arena-apart', 'go/current-arena-reserved'],
  withinRuns: 10,
  shortest: { lines: [] },
});
