// Goal: a heap whose state is broken gives up as Go does, at the same places. Method: one thing is broken by hand in a
// small sound heap, then the call is made that must notice.
import { beforeEach, describe, expect, it } from 'vitest';
import { setBit } from '../../../src/base/bits.ts';
import { geometryOf } from '../../../models/go/geometry.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { sweep, sweepone } from '../../../models/go/sweep.ts';
import { Os } from '../../../models/os/os.ts';
import { GC_MARK, SPAN_DEAD } from '../../../spec/views/go.ts';

const SPAN_CLASS = (6 << 1) | 1;
const LARGE = 100_000;

describe('a broken heap', () => {
  let go: GoHeap;
  let blocks: number[];
  let span: MSpan;

  beforeEach(() => {
    const layout = geometryOf('wasm32')!;
    go = new GoHeap(layout, new Os({ addressLimit: layout.addressLimit, faults: [] }), {
      procs: 1,
    });
    blocks = Array.from({ length: 3 }, () => go.malloc(64, 0, false));
    span = go.heap.spanOf(blocks[0]!)!;
  });

  /** Makes the current span full. */
  function fill(): void {
    while (span.allocCount < span.nelems) blocks.push(go.malloc(64, 0, false));
  }

  /** The first cycle takes the span out of its mcache, the second leaves it to be swept. */
  function leaveUnswept(): void {
    go.gc(blocks);
    go.gc(blocks);
  }

  it.each<[string, () => unknown]>([
    [
      'refill of span with free space remaining',
      () => go.heap.slow.run(go.mcaches[0]!.refill(SPAN_CLASS)),
    ],
    [
      'refill with freed slots to reuse',
      () => {
        fill();
        go.free(blocks[0]!);
        go.heap.slow.run(go.mcaches[0]!.refill(SPAN_CLASS));
      },
    ],
    [
      'bad sweepgen in refill',
      () => {
        fill();
        span.sweepgen -= 3;
        go.malloc(64, 0, false);
      },
    ],
    [
      'uncaching span but allocCount == 0',
      () => {
        span.allocCount = 0;
        go.mcaches[0]!.releaseAll();
      },
    ],
    [
      'bad flushGen',
      () => {
        go.mcaches[0]!.flushGen -= 4;
        go.mcaches[0]!.prepareForSweep('termination');
      },
    ],
    [
      'p mcache not flushed',
      () => {
        go.mcaches[0]!.flushGen -= 2;
        go.gc([]);
      },
    ],
    [
      's.allocCount != s.nelems && freeIndex == s.nelems',
      () => {
        fill();
        span.allocCount -= 1;
        go.malloc(64, 0, false);
      },
    ],
    [
      'span has no free objects',
      () => {
        go.gc(blocks);
        go.finishSweep();
        span.allocCount = span.nelems;
        go.malloc(64, 0, false);
      },
    ],
    [
      'span has no free objects',
      () => {
        go.gc(blocks);
        go.finishSweep();
        span.freeindex = span.nelems;
        go.malloc(64, 0, false);
      },
    ],
    [
      'sweep increased allocation count',
      () => {
        leaveUnswept();
        span.allocCount = 2;
        go.finishSweep();
      },
    ],
    [
      'found pointer to free object',
      () => {
        leaveUnswept();
        setBit(span.gcmarkBits, 100);
        span.allocCount += 1;
        go.finishSweep();
      },
    ],
    [
      'found pointer to free object',
      () => {
        leaveUnswept();
        span.freeindex = 3;
        setBit(span.gcmarkBits, 33);
        span.allocCount += 1;
        go.finishSweep();
      },
    ],
    ['mspan.sweep: bad span state', () => go.heap.slow.run(sweep(go.heap, span, false))],
    [
      'mspan.sweep: bad span state',
      () => {
        span.state = SPAN_DEAD;
        span.sweepgen = go.heap.sweepgen - 1;
        go.heap.slow.run(sweep(go.heap, span, false));
      },
    ],
    [
      'queuefinalizer during GC',
      () => {
        go.specials.setFinalizer(blocks[0]!);
        go.gc(blocks);
        go.gc([]);
        go.heap.gcphase = GC_MARK;
        go.heap.slow.run(sweepone(go.heap));
      },
    ],
    [
      'non in-use span in unswept list',
      () => {
        leaveUnswept();
        span.state = SPAN_DEAD;
        while (go.heap.slow.run(sweepone(go.heap)) !== -1);
      },
    ],
    ['mheap.freeSpan: invalid free', () => go.heap.freeSpan(span)],
    [
      'mheap.freeSpan: bad span state',
      () => {
        span.state = SPAN_DEAD;
        go.heap.freeSpan(span);
      },
    ],
    ['found bad pointer in Go heap', () => go.gc([go.malloc(LARGE, 0, false) + LARGE])],
    ['no processor 1', () => go.switchP(1)],
  ])('throws: %s', (message, call) => {
    expect(call).toThrow(message);
  });
});
