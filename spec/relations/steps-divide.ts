import { expand, withoutOps } from '../../src/program/expand.ts';
import { PAUSE_OPS } from '../../src/program/kinds.ts';
import { OP } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import { note, traceOf } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_NOTES, firstDisagreement, sameCounts } from '../trace.ts';

/** What is done so often as its number says. */
const DIVISIBLE: readonly number[] = [OP.MARK, OP.SWEEP, OP.FINALIZE];

/** Work that is done in one go is done in two. */
export const stepsDivide = defineRelation({
  id: 'relation/steps-divide',
  holds: 'marking, sweeping or finalizing n at once is doing one and then the n - 1 others',
  because: 'a collector that runs in small slices does other work than one that runs in large ones',
  sources: [go119('mgcmark.go', 'gcDrainN'), go119('mgcsweep.go', 'sweepone')],
  needs: ['steps'],
  rewrite: (program) => {
    const first = withoutOps(program, PAUSE_OPS);
    const divided = expand(first, ([op, count, b, c, processor]) => {
      if (!DIVISIBLE.includes(op) || count < 2) return undefined;
      return {
        own: [
          [op, 1, b, c, processor],
          [op, count - 1, b, c, processor],
        ],
      };
    });
    return divided && { first, ...divided };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_NOTES, counts: sameCounts() }),
  examples: {
    agrees: [{ first: traceOf([note()]), second: traceOf([note()]) }],
    disagrees: [
      { first: traceOf([note({ collections: 1 })]), second: traceOf([note({ collections: 0 })]) },
    ],
  },
});
