import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicAbsorbedSpanStillFree = defineMutant({
  id: 'go-classic/absorbed-span-still-free',
  story: 'the descriptor of a span that was taken in still says that it is free',
  sources: [go110('mheap.go', 'freeSpanLocked: before.state = _MSpanDead')],
  patch: {
    file: 'models/classic/span.ts',
    find: 'this.free.push(span);',
    replace: 'this.free.push(span); span.state = 3;',
  },
  caughtBy: [
    'classic/descriptors-in-one-place',
    'classic/free-span-listed-once',
    'classic/spans-tile-arena',
  ],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan'] },
});
