import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { barrierBuffers } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';
import { WB_BUF_POINTERS } from '../../views/go-collector.ts';

const withBuffer = (length: number): FixtureView =>
  altered(goView({ gcphase: GC_MARK }), ({ go }) => {
    go.collector.wbBufs.push(new Array<number>(length).fill(HEAP_BASE));
  });

export const barrierBuffersInShape = defineInvariant({
  id: 'go/barrier-buffers-in-shape',
  holds:
    'a buffer of the write barrier holds whole pairs, of what a store replaced and what it stored, and has room for one more',
  because: 'a barrier writes past the end, or forgets one of the two pointers that it has to shade',
  sources: [go119('mwbbuf.go', '(*wbBuf).putFast, wbBufFlush')],
  when: 'always',
  cost: 'O(1)',
  every: barrierBuffers,
  check(buffer, { go }) {
    const { length } = buffer;
    if (length % 2 === 0 && length < WB_BUF_POINTERS) return undefined;
    return {
      at: `buffer of P${go.collector.wbBufs.indexOf(buffer)}`,
      expected: `an even number of pointers below ${WB_BUF_POINTERS}`,
      actual: String(length),
    };
  },
  examples: {
    holds: [withBuffer(0), withBuffer(2), withBuffer(WB_BUF_POINTERS - 2)],
    violates: [withBuffer(1), withBuffer(WB_BUF_POINTERS)],
  },
});
