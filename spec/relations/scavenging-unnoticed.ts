import { expand, withoutOps } from '../../src/program/expand.ts';
import { PAUSE_OPS } from '../../src/program/kinds.ts';
import { OP } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import { gave } from '../fixtures/trace.ts';
import { go119 } from '../sources.ts';
import {
  SAME_ANSWERS,
  firstDisagreement,
  sameAddresses,
  sameCollections,
  sameCounts,
} from '../trace.ts';

/** What takes the processor itself, and does not run on it. */
const ABOUT_PROCESSORS: readonly number[] = [OP.SYSEXIT, OP.RETAKE];
const PAGES: readonly number[] = [1, 8, 64, 100_000];

/**
 * Before every command pages are given back to the operating system. Without a memory limit nothing depends on them.
 *
 * Of a heap that collects, which looks for pages by address alone. TCMalloc keeps what it gave back apart from what it did not,
 * so there it decides where blocks go.
 */
export const scavengingUnnoticed = defineRelation({
  id: 'relation/scavenging-unnoticed',
  holds:
    'giving free pages back to the operating system changes no answer, no address and no count',
  because:
    'the scavenger, which may run at any time, decides where blocks go, or what becomes of them',
  sources: [go119('mpagealloc.go', '(*pageAlloc).alloc: the lowest address, scavenged or not')],
  needs: ['scavenge', 'gc'],
  rewrite: (program, { prng }) => {
    const npages = prng.pick(PAGES);
    const { memoryLimit: _, ...heap } = program.heap;
    const first = { ...withoutOps(program, PAUSE_OPS), heap };
    const scavenged = expand(first, ([op, , , , processor]) =>
      ABOUT_PROCESSORS.includes(op)
        ? undefined
        : { before: [[OP.SCAVENGE, npages, 0, 0, processor]] },
    );
    return scavenged && { first, ...scavenged };
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: [...SAME_ANSWERS, sameAddresses, sameCollections],
      counts: sameCounts(),
    }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1000) }],
    disagrees: [{ first: gave(0x1000), second: gave(0x3000) }],
  },
});
