import { ALL_WORDS } from '../../subject.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, NOSCAN_64, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView, Parts } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { blackPointers } from '../../quantifiers/go-collector.ts';
import { go119, source } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

/** A cycle with three blocks in a row, of which the first points to the second, and the third does too. */
const cycle = (
  marked: readonly number[],
  change: (parts: Parts) => void = () => {},
): FixtureView => {
  const live = [0, 1, 2].map((slot) =>
    block({ label: slot, addr: HEAP_BASE + slot * 64, pointerWords: ALL_WORDS }),
  );
  const it = span({ spanclass: NOSCAN_64 - 1, freeindex: 3, marked });
  return altered(goView({ gcphase: GC_MARK, spans: [it], client: { live } }), (parts) => {
    const { words } = parts.go.memory.slab(HEAP_BASE);
    for (const slot of [0, 2])
      words[((HEAP_BASE + slot * 64) % parts.go.memory.slabBytes) / 4] = HEAP_BASE + 64;
    change(parts);
  });
};

export const whiteTargetsProtected = defineInvariant({
  id: 'go/white-targets-protected',
  holds:
    'while a cycle marks, what a scanned block points to is marked, or something that is still to be looked at leads there',
  because: 'nobody will look at the pointer again: what it points to is freed',
  implies: ['go/live-blocks-survive-cycles'],
  sources: [
    go119('mbarrier.go', 'the weak tricolor invariant'),
    source(
      'Dijkstra et al., On-the-fly garbage collection, 1978; Yuasa, Real-time garbage collection, 1990',
    ),
  ],
  when: 'quiescent',
  cost: 'O(1) after a look at all pointers of live blocks',
  every: blackPointers,
  check({ from, word, target, isSafe }) {
    if (isSafe) return undefined;
    return {
      at: `word ${word} of the block at ${hex(from.addr)}`,
      expected: `the block at ${hex(target.addr)} marked, or on the way to be`,
      actual: 'white, and nothing grey leads to it',
    };
  },
  examples: {
    holds: [
      goView(),
      cycle([0, 1]),
      cycle([0], ({ go }) => go.collector.wbBufs.push([0, HEAP_BASE + 64])),
      cycle([0, 2], ({ go }) => go.collector.lists.full.push({ objects: [HEAP_BASE + 128] })),
    ],
    violates: [cycle([0]), cycle([0], ({ go }) => go.collector.wbBufs.push([0, HEAP_BASE]))],
  },
});
