import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** It takes no byte of the block; but to free it is to free the first object there. */
export const zeroSizeBlockInTinyBlock = defineMutant({
  id: 'go/zero-size-block-in-tiny-block',
  story: 'a block of no bytes is given the address of the current tiny block',
  sources: [
    goIssue(9401, 'the address of a field without bytes was that of a neighbour'),
    go119('malloc.go', 'mallocgc, zerobase'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {',
    replace: `malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    if (size === 0) return this.#mcache.tiny || ZERO_BASE;`,
  },
  caughtBy: [
    'client/good-calls-served',
    'client/zero-size-block-apart',
    'relation/suspended-call-completes',
  ],
  withinRuns: 400,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 0 noscan'],
    seed: 2,
  },
});
