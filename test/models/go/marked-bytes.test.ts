// Goal: what a cycle counts as live is the bytes of the slots that it marked, whatever marked them. Method: one object or
// more for each way to be marked; then the mark bits are counted.
import { beforeEach, describe, expect, it } from 'vitest';
import { popcount32 } from '../../../src/base/bits.ts';
import type { Addr } from '../../../src/base/units.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { Os } from '../../../models/os/os.ts';
import { SPAN_IN_USE } from '../../../spec/views/go.ts';

const ALL = 1_000_000;
const OBLETS = 300_000;

let go: GoHeap;
let stack: Addr[];
let words: Addr[];
let globals: Addr[];

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
  stack = [];
  words = [];
  globals = [];
});

const noscan = (size: number): Addr => go.malloc(size, 0, false);
const pointers = (size: number): Addr => go.malloc(size, -1, false);

function start(): void {
  go.steps.start({
    stacks: 1,
    stack: () => stack,
    globals: () => globals,
    words: () => words,
  });
}

/** Of all slots with a mark: before anything is swept. */
function markedBytes(): number {
  let bytes = 0;
  for (const { state, gcmarkBits, elemsize } of go.heap.allspans) {
    if (state !== SPAN_IN_USE) continue;
    for (const bits of gcmarkBits) bytes += popcount32(bits) * elemsize;
  }
  return bytes;
}

/** Marks all; what was marked, and what the pacer is told of it. */
function end(): readonly [number, number] {
  go.steps.mark(ALL);
  go.steps.terminate();
  const marked = markedBytes();
  go.steps.finish();
  return [marked, go.heap.controller.heapMarked];
}

describe('the live heap after a cycle', () => {
  it.each<[string, () => number, (() => void)?]>([
    ['a stack knows', () => stack.push(noscan(100), pointers(100), pointers(OBLETS))],
    ['a word may mean', () => words.push(noscan(100) + 8, pointers(100) + 8)],
    ['a variable has', () => globals.push(noscan(100), pointers(100))],
    ['is tiny', () => noscan(3)],
    ['is born', () => 0, () => [noscan(100), pointers(100), noscan(3), noscan(OBLETS)]],
    [
      'a barrier saw',
      () => stack.push(pointers(100), noscan(200), noscan(300)),
      () => {
        const [holder, a, b] = stack.splice(0) as [Addr, Addr, Addr];
        for (let i = 0; i < 300; i += 1) go.writePointer(holder, i % 2 === 0 ? a : b);
      },
    ],
    [
      'another object has',
      () => {
        const [a, b] = [pointers(64), pointers(OBLETS)];
        go.writePointer(a, b);
        go.writePointer(b + 200_000, noscan(500));
        return stack.push(a);
      },
    ],
  ])('is what %s', (_, before, after) => {
    noscan(100);
    pointers(100);
    before();
    start();
    after?.();
    const [marked, told] = end();
    expect(marked).toBeGreaterThan(0);
    expect(told).toBe(marked);
  });
});
