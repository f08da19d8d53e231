import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { blocksInHeap } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';
import type { Block } from '../../views/client.ts';
import { isNoscan, isTiny, ownerOf } from '../../views/go-slots.ts';
import { MAX_SMALL_SIZE, TINY_SPAN_CLASS } from '../../views/go.ts';
import type { GoView } from '../../views/go.ts';

const inSpan = (spanclass: number, size: number, pointerWords = 0): FixtureView =>
  goView({ spans: [span({ spanclass })], client: { placed: [block({ size, pointerWords })] } });

export const liveBlocksInOwnSpanClass = defineInvariant({
  id: 'go/live-blocks-in-own-span-class',
  holds: 'a live block lies in a span of the class that its size and its pointers ask for',
  because:
    'the collector does not scan a block with pointers, or each block wastes most of its slot',
  implies: ['client/usable-covers-request'],
  sources: [go119('malloc.go', 'mallocgc'), go119('mheap.go', 'makeSpanClass')],
  when: 'always',
  cost: 'O(1)',
  every: blocksInHeap,
  check(block, { go }) {
    const span = ownerOf(go, block.addr);
    if (span === undefined) return undefined;
    const spanclass = spanClassFor(block, go);
    if (span.spanclass === spanclass) return undefined;
    const kind = isNoscan(block) ? 'without' : 'with';
    const at = `span class of ${block.size} bytes ${kind} pointers at ${hex(block.addr)}`;
    return expectEqual(at, spanclass, span.spanclass);
  },
  examples: {
    holds: [
      goView({ client: { placed: [block()] } }),
      inSpan(13, 64),
      inSpan(12, 49, 1),
      inSpan(TINY_SPAN_CLASS, 15),
      inSpan(TINY_SPAN_CLASS, 16),
      inSpan(2, 8, 1),
      inSpan(1, MAX_SMALL_SIZE + 1),
      inSpan(0, MAX_SMALL_SIZE + 1, 1),
    ],
    violates: [
      inSpan(13, 48),
      inSpan(13, 64, 1),
      inSpan(3, 8),
      inSpan(12, 64),
      inSpan(0, MAX_SMALL_SIZE + 1),
    ],
  },
});

function spanClassFor(block: Block, { sizeclasses }: GoView): number {
  const noscan = isNoscan(block) ? 1 : 0;
  if (block.size > MAX_SMALL_SIZE) return noscan;
  return isTiny(block) ? TINY_SPAN_CLASS : sizeclasses.classOf(block.size) * 2 + noscan;
}
