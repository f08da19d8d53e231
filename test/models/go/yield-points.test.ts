// Goal: each slow path of the heap stops wherever other processors may run, and nowhere else. Method: small heaps in known
// states; one path is driven by hand, and its stops are written down.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { scavengingPages } from '../../../models/go/scavenge.ts';
import type { Slow } from '../../../models/go/slow-path.ts';
import { ensureSwept, sweepone } from '../../../models/go/sweep.ts';
import { Os } from '../../../models/os/os.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

const SIZE = 1024;
const SLOTS = PAGE_BYTES / SIZE;
const LARGE = 20 * PAGE_BYTES;

let go: GoHeap;

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
});

/** Where a path stops on its way to its end. */
function stops(path: Slow<unknown>): readonly string[] {
  go.heap.slow.yields = true;
  const points = [...path];
  go.heap.slow.yields = false;
  return points;
}

const small = (): number => go.malloc(SIZE, 0, false);
const full = (): number[] => Array.from({ length: SLOTS }, small);
const spanOf = (addr: number): MSpan => go.heap.spanOf(addr) as MSpan;

/** Ends a cycle that kept these. No mcache has a span then, and nothing is swept. */
function collect(...kept: readonly number[]): void {
  go.gc(kept);
  go.mcaches[0]!.prepareForSweep('acquire');
}

describe('an allocation stops', () => {
  it('when it has its slot, and nowhere else where its mcache has one', () => {
    small();
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual(['slot-taken']);
  });

  it('when pages are taken and when the span that they make is', () => {
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual([
      'pages-taken',
      'span-popped',
      'slot-taken',
    ]);
  });

  it('when the full span is given up', () => {
    full();
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual([
      'span-uncached',
      'pages-taken',
      'span-popped',
      'slot-taken',
    ]);
  });

  it('when it took a swept span with room', () => {
    const [kept] = full();
    collect(kept!);
    go.finishSweep();
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual(['span-popped', 'slot-taken']);
  });

  it('around the sweep of a span that had room', () => {
    const kept = small();
    collect(kept);
    go.finishSweep();
    go.gc([kept]);
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual([
      'span-popped',
      'span-acquired',
      'span-swept',
      'span-popped',
      'slot-taken',
    ]);
  });

  it('around the sweep of a full span, whether it has room then or not', () => {
    const [first, second] = [full(), full()];
    small();
    go.gc([...first, second[0]!]);
    expect(stops(go.mallocgc(SIZE, 0, false))).toEqual([
      'span-popped',
      'span-acquired',
      'span-swept',
      'span-popped',
      'span-acquired',
      'span-swept',
      'span-popped',
      'slot-taken',
    ]);
  });

  it('of a large block, when it has pages and when it has a span', () => {
    expect(stops(go.mallocgc(LARGE, 0, false))).toEqual(['pages-taken', 'span-made']);
  });

  it('of a large block, after each span of a chunk that is swept for its pages', () => {
    for (let i = 0; i < 3; i += 1) go.malloc(LARGE, 0, false);
    go.gc([]);
    const each = ['span-acquired', 'span-swept', 'reclaiming'];
    expect(stops(go.mallocgc(LARGE, 0, false))).toEqual([
      ...each,
      ...each,
      ...each,
      'pages-taken',
      'span-made',
    ]);
  });
});

describe('the sweeper stops', () => {
  it('when it took a span, and around its sweep', () => {
    go.malloc(LARGE, 0, false);
    go.gc([]);
    expect(stops(sweepone(go.heap))).toEqual(['span-popped', 'span-acquired', 'span-swept']);
    expect(stops(sweepone(go.heap))).toEqual([]);
  });

  it('around a sweep that somebody needs, and while another one is at it', () => {
    const block = go.malloc(LARGE, 0, false);
    go.gc([block]);
    const span = spanOf(block);
    const other = ensureSwept(go.heap, span);
    go.heap.slow.yields = true;
    expect(other.next().value).toBe('span-acquired');
    const waiting = ensureSwept(go.heap, span);
    expect([waiting.next().value, waiting.next().value]).toEqual(['spin', 'spin']);
    expect([...other]).toEqual(['span-swept']);
    expect(waiting.next().done).toBe(true);
    expect([...ensureSwept(go.heap, span)]).toEqual([]);
  });
});

describe('the scavenger stops', () => {
  it('before each run of pages goes back', () => {
    const [a, , b] = Array.from({ length: 4 }, () => go.malloc(LARGE, 0, false));
    go.free(a!);
    go.free(b!);
    expect(stops(scavengingPages(go.heap, 40))).toEqual(['pages-hidden', 'pages-hidden']);
  });
});
