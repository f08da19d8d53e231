import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const luckyArenaGivenBack = defineMutant({
  id: 'go/lucky-arena-given-back',
  story:
    'of a reservation that came aligned, what is beyond the request is given back and kept for growth all the same',
  sources: [
    go119(
      'malloc.go',
      'sysReserveAligned: we got lucky and got an aligned region, so we can use the whole thing',
    ),
    source('emscripten PR #25126: memory was given back without moving the end of the heap'),
  ],
  patch: {
    file: 'models/go/arena-hints.ts',
    find: 'this.#giveBack(limit, end);',
    replace: 'this.#giveBack(base + size, end);',
  },
  caughtBy: ['go/current-arena-reserved'],
  withinRuns: 10,
  shortest: { lines: [] },
});
