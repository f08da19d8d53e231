// Goal: the heap is never in disorder. Method: any calls of the family, the blocks that they gave kept in a plain list; when
// all are given back, the arena is one free stretch again, which one block can have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIB } from '../../../src/base/units.ts';
import { Heap } from '../../../models/malloc/heap.ts';
import { ARENA } from '../../../models/malloc/layout.ts';

interface Held {
  addr: number;
  size: number;
}

const size = fc.oneof(fc.nat(300), fc.nat(10_000), fc.nat(300 * KIB));
const call = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('malloc' as const), size }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('memalign' as const),
      size,
      alignment: fc.integer({ min: 0, max: 17 }).map((log) => 2 ** log),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('realloc' as const), size, at: fc.nat() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('free' as const), at: fc.nat() }) },
);

function overlap(heap: Heap, held: readonly Held[]): boolean {
  const sorted = held.toSorted((a, b) => a.addr - b.addr);
  return sorted.some(
    ({ addr }, i) =>
      i > 0 && (sorted[i - 1] as Held).addr + heap.usableSize((sorted[i - 1] as Held).addr) > addr,
  );
}

describe('the heap', () => {
  it('gives blocks of their own, as long and as aligned as asked, and is whole again in the end', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 80 }), (calls) => {
        const heap = new Heap();
        const held: Held[] = [];
        for (const it of calls) {
          const old =
            it.kind === 'realloc' || it.kind === 'free' ? held[it.at % held.length] : undefined;
          if (it.kind === 'free') {
            if (old === undefined) continue;
            heap.free(old.addr);
            held.splice(held.indexOf(old), 1);
            continue;
          }
          const addr =
            it.kind === 'malloc'
              ? heap.malloc(it.size)
              : it.kind === 'memalign'
                ? heap.memalign(it.alignment, it.size)
                : heap.realloc(old?.addr ?? 0, it.size);
          expect(addr % (it.kind === 'memalign' ? Math.max(16, it.alignment) : 16)).toBe(0);
          if (old === undefined) held.push({ addr, size: it.size });
          else Object.assign(old, { addr, size: it.size });
          expect(heap.usableSize(addr)).toBeGreaterThanOrEqual(it.size);
          expect(overlap(heap, held)).toBe(false);
        }
        for (const { addr } of held) heap.free(addr);
        expect(heap.system.mappedBytes).toBe(0);
        expect(heap.system.break - ARENA).toBeLessThan(256 * KIB);
        expect(heap.malloc(100_000)).toBe(ARENA + 16);
        heap.system.dispose();
      }),
      { numRuns: 300 },
    );
  });
});
