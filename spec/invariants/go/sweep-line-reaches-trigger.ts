import { KIB, MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { committed } from '../../fixtures/go-pacer.ts';
import { defineInvariant } from '../../invariant.ts';
import { commits } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';

/** The line ends so far before the trigger, and is so wide at least. */
const MARGIN = MIB;
const LEAST_WIDTH = 8 * KIB;

/** Of the pages, for the rounding of a quotient. */
const TOLERANCE = 1e-9;

export const sweepLineReachesTrigger = defineInvariant({
  id: 'go/sweep-line-reaches-trigger',
  holds:
    'when a sweep begins, its pace is such that all pages will be swept before the next trigger',
  because: 'what is left over is swept with the world stopped, however much it is',
  sources: [go119('mgcsweep.go', 'gcPaceSweeper')],
  when: 'always',
  cost: 'O(1); the log walked the spans',
  every: commits,
  check({ heapLive, trigger, sweepPagesPerByte, inUse, unswept }) {
    if (unswept < inUse) return undefined;
    const swept = sweepPagesPerByte * Math.max(LEAST_WIDTH, trigger - heapLive - MARGIN);
    if (swept >= unswept * (1 - TOLERANCE)) return undefined;
    return { at: 'sweepPagesPerByte', expected: `${unswept} pages swept`, actual: `${swept}` };
  },
  examples: {
    holds: [
      goView(),
      committed({}),
      committed({ inUse: 0, unswept: 0, sweepPagesPerByte: 0 }),
      committed({ inUse: 5, sweepPagesPerByte: 0 }),
      committed({ trigger: MIB, sweepPagesPerByte: 4 / LEAST_WIDTH }),
    ],
    violates: [committed({ inUse: 5, unswept: 5 }), committed({ sweepPagesPerByte: 0 })],
  },
});
