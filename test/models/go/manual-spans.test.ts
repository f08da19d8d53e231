// Goal: manual spans take pages like heap spans, are counted apart, and mean nothing to the collector. Method: a heap
// with both, its counters, and a pointer into a manual span that a collection meets.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import type { MHeap } from '../../../models/go/mheap.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { Os } from '../../../models/os/os.ts';
import { PAGE_BYTES, SPAN_DEAD, SPAN_MANUAL } from '../../../spec/views/go.ts';

let go: GoHeap;
let heap: MHeap;

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
  heap = go.heap;
});

const manual = (npages: number): MSpan => heap.allocManual(npages) as MSpan;

describe('a manual span', () => {
  it('takes pages of the page cache next to those of heap spans', () => {
    const block = go.malloc(64, 0, false);
    const { startAddr, state, limit, nelems } = manual(2);
    expect([startAddr, state, limit, nelems]).toEqual([
      block + PAGE_BYTES,
      SPAN_MANUAL,
      block + 3 * PAGE_BYTES,
      0,
    ]);
    expect(go.malloc(4096, 0, false)).toBe(block + 3 * PAGE_BYTES);
  });

  it('is counted apart, and all pages add up', () => {
    manual(4);
    go.malloc(64, 0, false);
    const { heapInUse, manualInUse, heapFree, heapReleased, pagesInUse } = heap.stats;
    expect([heapInUse, manualInUse, pagesInUse]).toEqual([PAGE_BYTES, 4 * PAGE_BYTES, 1]);
    expect(heapInUse + manualInUse + heapFree + heapReleased).toBe(heap.pages.inUse.totalBytes);
  });

  it('gives its pages back, which then may not be zero', () => {
    const span = manual(16);
    const base = span.startAddr;
    heap.freeManual(span);
    expect([span.state, heap.stats.manualInUse]).toEqual([SPAN_DEAD, 0]);
    const again = heap.slow.run(heap.alloc(16, 1)) as MSpan;
    expect([again.startAddr, again.needzero]).toEqual([base, 1]);
  });

  it('is given back once, and never as a heap span', () => {
    const span = manual(1);
    expect(() => heap.freeSpan(span)).toThrow('bad span state');
    heap.freeManual(span);
    expect(() => heap.freeManual(span)).toThrow('bad span state');
  });

  it('is no object to the collector', () => {
    const block = go.malloc(64, -1, true);
    const span = manual(1);
    go.writePointer(block, span.startAddr + 128);
    go.gc([block]);
    go.finishSweep();
    expect(span.state).toBe(SPAN_MANUAL);
  });

  it('leaves the page cache alone where the thread has no processor', () => {
    heap.p = -1;
    expect(manual(1).startAddr).toBe(heap.pages.inUse.ranges[0]!.base);
    expect(heap.pcaches[0]!.empty()).toBe(true);
  });

  it('is not there where there is no memory', () => {
    const faults = [{ kind: 'refuse', call: 'reserve', k: 1, onwards: true }] as const;
    const os = new Os({ addressLimit: WASM32.addressLimit, faults });
    expect(new GoHeap(WASM32, os, { procs: 1 }).heap.allocManual(1)).toBeUndefined();
  });
});
