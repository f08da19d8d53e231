import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGoneSpanStaysListed = defineMutant({
  id: 'go-classic/gone-span-stays-listed',
  story: 'a span that went back to the page heap stays on the nonempty list',
  sources: [go110('mcentral.go', '(*mcentral).freeSpan: c.nonempty.remove(s)')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'removeFrom(this.nonempty, span);',
    replace: 'void this.nonempty;',
  },
  caughtBy: ['classic/nonempty-spans-have-room', 'classic/small-span-listed-once'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
