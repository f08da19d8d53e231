// Goal: marking ends when nothing is left to mark, and not before; what happens behind it comes in Go's order. Method:
// a heap of two processors, driven step by step; each branch of the termination protocol is made to be taken.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { Os } from '../../../models/os/os.ts';
import type { Addr } from '../../../src/base/units.ts';
import { WB_BUF_POINTERS } from '../../../spec/views/go-collector.ts';
import { GC_MARK, GC_OFF } from '../../../spec/views/go.ts';

const ALL = 1_000_000;

let go: GoHeap;
/** What each processor's goroutine holds. */
let stacks: [Addr[], Addr[]];
/** What global variables hold. */
let globals: Addr[];

beforeEach(() => {
  const os = new Os({ addressLimit: WASM32.addressLimit, faults: [] });
  go = new GoHeap(WASM32, os, { procs: 2 });
  stacks = [[], []];
  globals = [];
});

const pointers = (size = 64): Addr => go.malloc(size, -1, false);
const isMarked = (addr: Addr): boolean => {
  const span = go.heap.spanOf(addr)!;
  const slot = span.objIndex(addr);
  return (((span.gcmarkBits[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
};

function start(): void {
  go.steps.start({
    stacks: 2,
    stack: (g) => stacks[g] as Addr[],
    globals: () => globals,
    words: () => [],
  });
}

/** Marks until nothing is in sight of any processor. */
function drain(): void {
  for (const p of [1, 0]) {
    go.switchP(p);
    go.steps.mark(ALL);
  }
}

describe('the end of marking', () => {
  it('does not begin while there is work', () => {
    stacks[0] = [pointers()];
    start();
    expect(go.steps.terminate()).toBe('work-left');
    expect(go.heap.gcphase).toBe(GC_MARK);
  });

  it('visits each processor once, stops the world, and is over where nothing came up', () => {
    stacks[0] = [pointers()];
    start();
    drain();
    expect([go.steps.terminate(), go.steps.terminate(), go.steps.terminate()]).toEqual([
      'flushed',
      'flushed',
      'ended',
    ]);
    expect(go.heap.gcphase).toBe(GC_OFF);
  });

  it('starts over when the ragged barrier makes a processor give work away', () => {
    const [object, hidden] = [pointers(), pointers()];
    stacks[0] = [object];
    start();
    drain();
    go.switchP(1);
    go.writePointer(object, hidden);
    go.switchP(0);
    expect(go.steps.terminate()).toBe('flushed');
    expect(go.steps.terminate()).toBe('restarted');
    expect([go.heap.gcphase, isMarked(hidden)]).toEqual([GC_MARK, true]);
    drain();
    expect([go.steps.terminate(), go.steps.terminate(), go.steps.terminate()]).toEqual([
      'flushed',
      'flushed',
      'ended',
    ]);
  });

  it.each([
    ['one store', 1],
    ['as many stores as there is room for', WB_BUF_POINTERS / 2 - 1],
  ])('starts the world again when a barrier buffer holds %s after the stop', (_, stores) => {
    const [object, hidden] = [pointers(), pointers()];
    stacks[0] = [object];
    start();
    drain();
    expect([go.steps.terminate(), go.steps.terminate()]).toEqual(['flushed', 'flushed']);
    for (let i = 0; i < stores; i += 1) go.writePointer(object, hidden);
    expect([isMarked(hidden), go.steps.wbBufs[0]?.length]).toEqual([false, 2 * stores]);
    expect(go.steps.terminate()).toBe('restarted');
    expect([go.heap.gcphase, isMarked(hidden)]).toEqual([GC_MARK, true]);
  });

  it('is not put off by a buffer whose pointers are marked already', () => {
    const object = pointers();
    stacks[0] = [object];
    start();
    drain();
    expect([go.steps.terminate(), go.steps.terminate()]).toEqual(['flushed', 'flushed']);
    go.writePointer(object, object);
    expect(go.steps.terminate()).toBe('ended');
  });

  it('finds no processor flushed before it runs, or is visited, and no sweep done before', () => {
    stacks[1] = [pointers()];
    start();
    drain();
    for (let i = 0; i < 3; i += 1) go.steps.terminate();
    const { sweepgen } = go.heap;
    const flushGens = (): readonly number[] => go.mcaches.map(({ flushGen }) => flushGen);
    expect(flushGens()).toEqual([sweepgen - 2, sweepgen - 2]);
    expect([go.steps.sweep(ALL), go.heap.sweepDone]).toEqual([0, false]);
    go.switchP(1);
    expect(flushGens()).toEqual([sweepgen - 2, sweepgen]);
    expect([go.steps.terminate(), go.steps.terminate(), go.steps.terminate()]).toEqual([
      'mcache-flushed',
      'mcache-flushed',
      'not-marking',
    ]);
    expect([flushGens(), go.heap.sweepDone]).toEqual([[sweepgen, sweepgen], true]);
  });

  it('lets a free wait for the processor that still has the span of the cycle before', () => {
    go.switchP(1);
    const [kept, freed] = [pointers(), pointers()];
    stacks[1] = [kept, freed];
    start();
    drain();
    go.switchP(0);
    for (let i = 0; i < 3; i += 1) go.steps.terminate();
    go.switchP(0);
    const span = go.heap.spanOf(freed)!;
    expect(span.sweepgen).toBe(go.heap.sweepgen + 1);
    go.free(freed);
    expect(span.sweepgen).toBe(go.heap.sweepgen);
    expect(pointers()).toBe(freed);
  });
});

describe('the write barrier', () => {
  it('notes what a store replaces and what it stores, and marks both when its buffer is full', () => {
    const [object, before, after] = [pointers(), pointers(), pointers()];
    go.writePointer(object, before);
    stacks[0] = [object];
    start();
    go.writePointer(object, after);
    expect([isMarked(before), isMarked(after), go.steps.wbBufs[0]]).toEqual([
      false,
      false,
      [before, after],
    ]);
    for (let i = 2; i < WB_BUF_POINTERS; i += 2) go.writePointer(object, after);
    expect([isMarked(before), isMarked(after), go.steps.wbBufs[0]]).toEqual([true, true, []]);
  });

  it('is off outside of marking', () => {
    const object = pointers();
    go.writePointer(object, object);
    expect(go.steps.wbBufs[0]).toEqual([]);
  });
});

describe('a global variable', () => {
  it('is a root, of a job of its own', () => {
    const [object, other] = [pointers(), pointers()];
    globals = [0, object];
    start();
    // The queue of finalizers, the data segment, two stacks; and the spans of each arena.
    expect(go.steps.markrootJobs).toBe(4 + go.heap.arenas.all.length);
    go.steps.mark(1);
    expect([isMarked(object), isMarked(other)]).toEqual([true, false]);
  });

  it('is stored into through the barrier: what it held, and what it holds, are marked', () => {
    const [before, after] = [pointers(), pointers()];
    start();
    go.steps.storeGlobal(before, after);
    drain();
    expect([isMarked(before), isMarked(after)]).toEqual([true, true]);
  });
});

describe('an object', () => {
  it('that is made while marking runs is black', () => {
    start();
    const born = pointers();
    expect([isMarked(born), go.steps.gcws[0]?.isEmpty()]).toEqual([true, true]);
  });

  it('that shares the current tiny block lives with it: the block is grey from the start', () => {
    const [first] = [go.malloc(1, 0, false)];
    start();
    expect(isMarked(first)).toBe(true);
    const second = go.malloc(1, 0, false);
    expect(second).toBe(first + 1);
    stacks[0] = [second];
    go.steps.finish();
    go.finishSweep();
    expect(go.malloc(8, 0, false)).not.toBe(first + 8);
  });
});
