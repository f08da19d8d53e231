import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { processors } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';

const TINY_BYTES = 16;

const offsetOf = (tinyoffset: number): FixtureView =>
  altered(goView({ procs: 2 }), ({ go }) => (go.procs[1]!.mcache.tinyoffset = tinyoffset));

export const tinyOffsetWithinBlock = defineInvariant({
  id: 'go/tiny-offset-within-block',
  holds: 'the unused part of the current tiny block begins at 0 to 16 bytes',
  because: 'the next tiny object is cut from behind the block, out of the neighbouring slot',
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"')],
  when: 'always',
  cost: 'O(1)',
  every: processors,
  check(proc, { go }) {
    const { tinyoffset } = proc.mcache;
    if (tinyoffset >= 0 && tinyoffset <= TINY_BYTES) return undefined;
    return expectWithin(`tinyoffset of P${go.procs.indexOf(proc)}`, 0, TINY_BYTES, tinyoffset);
  },
  examples: { holds: [offsetOf(0), offsetOf(16)], violates: [offsetOf(17), offsetOf(-1)] },
});
