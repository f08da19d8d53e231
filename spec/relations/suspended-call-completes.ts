import { expand, withoutOps } from '../../src/program/expand.ts';
import { PAUSE_OPS, SUSPENDABLE_OPS } from '../../src/program/kinds.ts';
import { OP } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import { gave } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_NOTES, firstDisagreement, sameCounts, sameEffect } from '../trace.ts';

/** Yield points up to which a call is suspended. */
const STOP_MAX = 3;
/** More yield points than any call has. */
const ALL = 1_000_000;

/** Whether a call that may be suspended will do anything is not known when it starts. */
const SAME_BUT_EFFECT = SAME_NOTES.filter((rule) => rule !== sameEffect);

/** Every call is suspended, and goes on at once. */
export const suspendedCallCompletes = defineRelation({
  id: 'relation/suspended-call-completes',
  holds: 'a call that is suspended half-way and goes on at once is as one that never stopped',
  because: 'the way on from where a lock was dropped is another than the way straight on',
  sources: [go119('mcentral.go', '(*mcentral).cacheSpan'), go119('mheap.go', '(*mheap).alloc')],
  needs: ['sched'],
  rewrite: (program, { prng }) => {
    const stop = 1 + prng.below(STOP_MAX);
    const first = withoutOps(program, PAUSE_OPS);
    const suspended = expand(first, (command) => {
      const [op, , , , processor] = command;
      if (!SUSPENDABLE_OPS.includes(op)) return undefined;
      return {
        before: [[OP.PAUSE, stop, 0, 0, processor]],
        own: [command, [OP.RESUME, ALL, 0, 0, processor]],
      };
    });
    return suspended && { first, ...suspended };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_BUT_EFFECT, counts: sameCounts() }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [{ first: gave(0x1000), second: gave(0x1010) }],
  },
});
