// Goal: each root job does its part of the roots, and tells the bytes that it walked. Method: the jobs of a cycle, done
// one by one; what each marked is looked at before the next.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import type { GcWork } from '../../../models/go/gc-work.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { Os } from '../../../models/os/os.ts';
import { bitAt } from '../../../src/base/bits.ts';
import type { Addr } from '../../../src/base/units.ts';
import { GC_MARK, PAGE_BYTES, SPAN_DEAD } from '../../../spec/views/go.ts';

/** Variables of a job, and pages of one. An arena of wasm32 has as many. */
const VARIABLES = 32_768;
const PAGES = 512;
/** Bytes of an object that no page cache has room for. */
const GUARDED = 16 * PAGE_BYTES;

let go: GoHeap;
let stacks: Addr[][];
let words: Addr[];
let globals: Addr[];

function make(geometry = WASM32): void {
  go = new GoHeap(geometry, new Os({ addressLimit: geometry.addressLimit, faults: [] }), {
    procs: 1,
  });
}

beforeEach(() => {
  make();
  stacks = [[], []];
  words = [];
  globals = [];
});

const spanOf = (addr: Addr): MSpan => go.heap.spanOf(addr) as MSpan;
const pointers = (size = 64): Addr => go.malloc(size, -1, false);
const isMarked = (addr: Addr): boolean =>
  bitAt(spanOf(addr).gcmarkBits, spanOf(addr).objIndex(addr));

function start(): boolean {
  return go.steps.start({
    stacks: stacks.length,
    stack: (g) => stacks[g]!,
    globals: () => globals,
    words: (g) => (g === 0 ? words : []),
  });
}

/** Does the next job: the bytes that it walked. */
function job(): number {
  const [gcw] = go.steps.gcws as [GcWork];
  return go.steps.roots.markroot(gcw);
}

function guardedAt(page: number): readonly [object: Addr, held: Addr] {
  go.malloc(page * PAGE_BYTES, 0, false);
  const object = pointers(GUARDED);
  const held = pointers();
  go.writePointer(object + 8, held);
  go.specials.setFinalizer(object);
  return [object, held];
}

describe('the roots', () => {
  it('are none before the first cycle', () => {
    const { source, jobs, next, areDone } = go.steps.roots;
    expect([source.stacks, source.stack(0), source.globals(), source.words(0)]).toEqual([
      0,
      [],
      [],
      [],
    ]);
    expect([jobs, next, areDone, go.steps.scannedStacks]).toEqual([0, 0, true, []]);
    expect([go.steps.stacks, go.steps.stackRoots(0)]).toEqual([0, []]);
  });

  it('are finalizers that wait, variables, spans and stacks, in that order', () => {
    globals = Array.from({ length: VARIABLES + 1 }, () => 0);
    const first = pointers();
    start();
    const { steps } = go;
    expect([steps.stacks, steps.markrootNext, steps.markrootJobs]).toEqual([2, 0, 1 + 2 + 2 + 2]);
    const atStack = Array.from({ length: 7 }, () => {
      const { isAtStack } = steps.roots;
      job();
      return isAtStack;
    });
    expect(atStack).toEqual([false, false, false, false, false, true, true]);
    expect([steps.markrootNext, steps.roots.areDone, isMarked(first)]).toEqual([7, true, false]);
  });

  it('are not looked at but for what was asked', () => {
    globals = [pointers()];
    stacks = [[pointers()], [pointers()]];
    start();
    const marked = (): readonly boolean[] => [globals[0]!, ...stacks.flat()].map(isMarked);
    expect([go.steps.mark(1), marked()]).toEqual([1, [true, false, false]]);
    expect([go.steps.mark(1), marked()]).toEqual([1, [true, true, false]]);
    expect([go.steps.mark(1), marked()]).toEqual([1, [true, true, true]]);
  });
});

describe('the job of the finalizers', () => {
  it('marks what waits, and what is being handed out', () => {
    const [a, b, c] = [pointers(), pointers(), pointers()];
    go.heap.specials.finq.push(a, b);
    go.heap.specials.running.push(c);
    start();
    expect([job(), [a, b, c].map(isMarked)]).toEqual([24, [true, true, true]]);
  });
});

describe('the job of a stretch of variables', () => {
  it('marks what they point to, and no others', () => {
    const [a, b] = [pointers(), pointers()];
    globals = Array.from({ length: VARIABLES + 3 }, () => 0);
    globals[VARIABLES - 1] = a;
    globals[VARIABLES] = b;
    start();
    job();
    expect([job(), isMarked(a), isMarked(b)]).toEqual([VARIABLES * 8, true, false]);
    expect([job(), isMarked(b)]).toEqual([24, true]);
    expect(go.heap.controller.globalsScanWork).toBe((VARIABLES + 3) * 8);
  });
});

describe('the job of a stretch of pages', () => {
  it('marks what objects with finalizers hold, and not these', () => {
    make(LINUX64);
    const [object, held] = guardedAt(PAGES);
    start();
    job();
    // Page 512 is the first of the second stretch.
    expect([job(), isMarked(held)]).toEqual([0, false]);
    expect([job(), isMarked(held), isMarked(object)]).toEqual([GUARDED, true, false]);
    expect([job(), go.steps.markrootJobs]).toEqual([0, 1 + 16 + 2]);
  });

  it('finds the last page of a stretch', () => {
    make(LINUX64);
    const [, held] = guardedAt(PAGES - 1);
    start();
    job();
    expect([job(), isMarked(held)]).toEqual([GUARDED, true]);
  });

  it('walks no object without pointers, and none for a weak pointer', () => {
    const [noscan, weak] = [go.malloc(64, 0, false), pointers()];
    go.specials.setFinalizer(noscan);
    go.specials.weakHandle(weak);
    start();
    job();
    expect([job(), go.steps.gcws[0]?.bytesMarked]).toEqual([64, 0]);
  });

  it.each<[string, (span: MSpan) => void]>([
    ['not swept', (span) => void (span.sweepgen = go.heap.sweepgen - 2)],
    ['not in use', (span) => void (span.state = SPAN_DEAD)],
  ])('stops at a span that is %s', (_, spoil) => {
    const object = pointers();
    go.specials.setFinalizer(object);
    start();
    spoil(spanOf(object));
    job();
    expect(job).toThrow('gc: unswept span');
  });
});

describe('the job of a stack', () => {
  it('marks what it knows and what it may mean, and notes that it was scanned', () => {
    const [a, b, c] = [pointers(), pointers(), pointers()];
    stacks = [[a], [c]];
    words = [b + 8, 3];
    start();
    // The job of the finalizers, and those of two arenas.
    for (let i = 0; i < 3; i += 1) job();
    expect([job(), [a, b, c].map(isMarked)]).toEqual([24, [true, true, false]]);
    expect([go.steps.scannedStacks, go.heap.controller.stackScanWork]).toEqual([[true], 24]);
    expect([job(), go.steps.scannedStacks]).toEqual([8, [true, true]]);
    go.steps.goroutineStarted(2);
    expect(go.steps.scannedStacks).toEqual([true, true, true]);
    go.steps.finish();
    start();
    expect([go.steps.scannedStacks, go.heap.gcphase]).toEqual([[], GC_MARK]);
  });
});
