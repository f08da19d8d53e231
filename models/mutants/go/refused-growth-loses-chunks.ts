import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The next growth begins behind them; they stay reserved, and nobody's. */
export const refusedGrowthLosesChunks = defineMutant({
  id: 'go/refused-growth-loses-chunks',
  story: 'the current arena moves on past the chunks of a growth that the operating system refused',
  sources: [
    go119('mheap.go', '(*mheap).grow: h.curArena.base = nBase'),
    source('JDK-8281263: what was reserved leaked when it could not be committed'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'if (!this.#mapAndAdd(curArena.base, ask)) return false;',
    replace: `if (!this.#mapAndAdd(curArena.base, ask)) {
      curArena.base += ask;
      return false;
    }`,
  },
  caughtBy: ['go/unmapped-space-is-current-arena'],
  withinRuns: 300,
  shortest: { lines: ['fault map#1 refuse'] },
});
