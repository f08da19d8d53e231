import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { tinyReplacements } from '../../quantifiers/mcache-steps.ts';
import { go119 } from '../../sources.ts';

const tinyAt = (tiny: number, tinyoffset: number, flushGen = SWEPT): FixtureView =>
  altered(goView({ client: { placed: [block({ size: 12 })] } }), ({ go }) => {
    Object.assign(go.procs[0]!.mcache, { tiny, tinyoffset, flushGen });
  });
const [old, fresh] = [HEAP_BASE, HEAP_BASE + 16];

export const tinyBlockWithMoreRoomKept = defineInvariant({
  id: 'go/tiny-block-with-more-room-kept',
  holds:
    'a new tiny block becomes the current one only where it has more room left than the old one',
  because:
    'the rest of the old block is lost until all of it is dead, and soon every block is half empty',
  sources: [go119('malloc.go', 'mallocgc: size < c.tinyoffset || c.tiny == 0')],
  when: 'always',
  cost: 'O(1)',
  every: tinyReplacements,
  check({ p, before, after: { tinyoffset } }) {
    if (tinyoffset < before.tinyoffset) return undefined;
    const expected = `fewer than ${before.tinyoffset} bytes used`;
    return { at: `new tiny block of P${p}`, expected, actual: String(tinyoffset) };
  },
  examples: {
    holds: [
      tinyAt(fresh, 12).after(tinyAt(old, 13)),
      tinyAt(fresh, 12).after(tinyAt(0, 0)),
      tinyAt(old, 12).after(tinyAt(old, 4)),
      tinyAt(fresh, 12).after(tinyAt(old, 4, SWEPT - 2)),
    ],
    violates: [tinyAt(fresh, 12).after(tinyAt(old, 12)), tinyAt(fresh, 12).after(tinyAt(old, 4))],
  },
});
