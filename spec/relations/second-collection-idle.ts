import { expand, withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, SCHEDULE_OPS } from '../../src/program/kinds.ts';
import { OP } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, sameCounts } from '../trace.ts';
import { isOfObjects } from '../views/census.ts';

/**
 * Behind every whole collection there is another one.
 *
 * None of our mutants needs it: on 16 programs each, it is broken by go/finalizer-not-resurrecting and
 * go/mspan-hands-out-twice, which invariants notice as well.
 */
export const secondCollectionIdle = defineRelation({
  id: 'relation/second-collection-idle',
  holds: 'a collection right behind a collection changes no answer, and nothing of what lives',
  because: 'what a collection keeps, or what it says that it freed, depends on how often it ran',
  sources: [go119('mgc.go', 'GC: a complete cycle')],
  needs: ['gc'],
  rewrite: (program) => {
    const first = withoutOps(program, [...ADDRESS_OPS, ...SCHEDULE_OPS]);
    const doubled = expand(first, (command) =>
      command[0] === OP.GC ? { after: [command] } : undefined,
    );
    return doubled && { first, ...doubled };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, { notes: SAME_ANSWERS, counts: sameCounts(isOfObjects) }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1010) }],
    disagrees: [
      { first: gave(0x1000), second: gaveNothing() },
      { first: gave(0x1000, { objects: 2 }), second: gave(0x1000, { objects: 1 }) },
    ],
  },
});
