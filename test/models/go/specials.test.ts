// Goal: finalizers, weak pointers and words that only may be pointers do what Go says of them. Method: a heap of the
// model, driven by hand: roots are what the test says, and collections are whole or stopped half way.
import { beforeEach, describe, expect, it } from 'vitest';
import { Os } from '../../../models/os/os.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { geometryOf } from '../../../models/go/geometry.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import type { Addr } from '../../../src/base/units.ts';
import { GIB, KIB } from '../../../src/base/units.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { SPECIAL_FINALIZER, SPECIAL_WEAK_HANDLE } from '../../../spec/views/go-collector.ts';

let go: GoHeap;
/** What the only stack holds. */
let roots: Addr[];
let words: number[];

beforeEach(() => {
  const geometry = geometryOf('wasm32') as Geometry;
  const os = new Os({ addressLimit: geometry.addressLimit, faults: [], reservedLimit: GIB });
  go = new GoHeap(geometry, os, { procs: 1 });
  roots = [];
  words = [];
});

function start(): void {
  go.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => words });
}

function collect(): void {
  start();
  go.steps.finish();
}

/** Whether a free of the address is refused: no object is there. */
function isGone(addr: Addr): boolean {
  go.finishSweep();
  const span = go.heap.spanOf(addr);
  return span === undefined || span.state === 0 || span.isFree(span.objIndex(addr));
}

const pointers = (size: number): Addr => go.malloc(size, -1, false);
const noscan = (size: number): Addr => go.malloc(size, 0, false);

describe('the specials of a span', () => {
  const kinds = (object: Addr): readonly (readonly number[])[] =>
    go.heap.spanOf(object)!.specials.map(({ offset, kind }) => [offset, kind]);
  const hasBit = (object: Addr): boolean => {
    const arena = go.heap.arenas.of(object)!;
    return bitAt(arena.pageSpecials, arena.pageOf(go.heap.spanOf(object)!.startAddr));
  };

  it('are sorted by object and by kind, one of a kind for each, in whatever order they come', () => {
    const [a, b, c] = [pointers(64), pointers(64), pointers(64)];
    const handle = go.specials.weakHandle(b);
    expect([a, c, b].map((object) => go.specials.setFinalizer(object))).toEqual([true, true, true]);
    expect(go.specials.setFinalizer(b)).toBe(false);
    expect([go.specials.weakHandle(b), go.specials.weakHandle(a)]).toEqual([handle, handle + 1]);
    expect(kinds(a)).toEqual([
      [0, SPECIAL_FINALIZER],
      [0, SPECIAL_WEAK_HANDLE],
      [64, SPECIAL_FINALIZER],
      [64, SPECIAL_WEAK_HANDLE],
      [128, SPECIAL_FINALIZER],
    ]);
  });

  it('are taken off where they are, and their page is known while there are any', () => {
    const [a, b] = [pointers(64), pointers(64)];
    expect([hasBit(a), go.specials.clearFinalizer(a)]).toEqual([false, false]);
    go.specials.setFinalizer(b);
    expect([go.specials.clearFinalizer(a), hasBit(a)]).toEqual([false, true]);
    go.specials.weakHandle(a);
    expect([go.specials.clearFinalizer(a), kinds(a).length]).toEqual([false, 2]);
    expect([go.specials.clearFinalizer(b), hasBit(a), kinds(a).length]).toEqual([true, true, 1]);
    roots = [b];
    collect();
    go.finishSweep();
    expect([hasBit(b), kinds(b)]).toEqual([false, []]);
  });

  it('leave no trace of a page whose last one was taken off', () => {
    const a = pointers(64);
    go.specials.setFinalizer(a);
    expect([go.specials.clearFinalizer(a), hasBit(a)]).toEqual([true, false]);
  });
});

describe('a finalizer', () => {
  it('of a second batch waits until the first is through', () => {
    const [a, b] = [pointers(64), pointers(64)];
    for (const object of [a, b]) go.specials.setFinalizer(object);
    collect();
    go.finishSweep();
    const first = go.specials.runFinalizer();
    const later = pointers(64);
    go.specials.setFinalizer(later);
    collect();
    go.finishSweep();
    const second = go.specials.runFinalizer();
    expect(new Set([first, second])).toEqual(new Set([a, b]));
    expect([go.specials.runFinalizer(), go.specials.runFinalizer()]).toEqual([later, 0]);
  });

  it('gets its object when nothing reaches it, and the object lives until then', () => {
    const object = pointers(64);
    go.specials.setFinalizer(object);
    roots = [object];
    collect();
    go.finishSweep();
    expect(go.specials.runFinalizer()).toBe(0);

    roots = [];
    collect();
    go.finishSweep();
    expect(isGone(object)).toBe(false);
    expect(go.specials.runFinalizer()).toBe(object);
    expect(go.specials.runFinalizer()).toBe(0);
  });

  it('keeps its object while that is queued, and lets it go in a later cycle', () => {
    const object = noscan(64);
    go.specials.setFinalizer(object);
    collect();
    go.finishSweep();
    collect();
    expect(isGone(object)).toBe(false);

    expect(go.specials.runFinalizer()).toBe(object);
    collect();
    expect(isGone(object)).toBe(true);
  });

  it('runs before those of the objects that its own points to', () => {
    const [outer, inner] = [pointers(64), pointers(128)];
    go.writePointer(outer, inner);
    go.specials.setFinalizer(inner);
    go.specials.setFinalizer(outer);
    const order: Addr[] = [];
    for (let cycle = 0; cycle < 4; cycle += 1) {
      collect();
      go.finishSweep();
      order.push(go.specials.runFinalizer());
    }
    expect(order).toEqual([outer, inner, 0, 0]);
  });

  it('never runs for objects that point to each other', () => {
    const [one, other] = [pointers(64), pointers(128)];
    go.writePointer(one, other);
    go.writePointer(other, one);
    go.specials.setFinalizer(one);
    go.specials.setFinalizer(other);
    for (let cycle = 0; cycle < 3; cycle += 1) {
      collect();
      go.finishSweep();
      expect(go.specials.runFinalizer()).toBe(0);
    }
  });

  it('runs for an object that points to itself', () => {
    const object = pointers(64);
    go.writePointer(object + 8, object);
    go.specials.setFinalizer(object);
    collect();
    go.finishSweep();
    expect(go.specials.runFinalizer()).toBe(object);
  });

  it('of each tiny object in a slot runs when all of them are unreached', () => {
    const [one, other] = [noscan(4), noscan(4)];
    go.specials.setFinalizer(one);
    go.specials.setFinalizer(other);
    roots = [other];
    collect();
    collect();
    go.finishSweep();
    expect(go.specials.runFinalizer()).toBe(0);

    roots = [];
    collect();
    go.finishSweep();
    expect(new Set([go.specials.runFinalizer(), go.specials.runFinalizer()])).toEqual(
      new Set([one, other]),
    );
  });

  it('is set once, and can be taken back', () => {
    const object = noscan(64);
    expect(go.specials.setFinalizer(object)).toBe(true);
    expect(go.specials.setFinalizer(object)).toBe(false);
    expect(go.specials.clearFinalizer(object)).toBe(true);
    expect(go.specials.clearFinalizer(object)).toBe(false);
    collect();
    expect(isGone(object)).toBe(true);
  });

  it('that is set while marking runs keeps what its object points to', () => {
    const [outer, inner] = [pointers(64), noscan(64)];
    go.writePointer(outer, inner);
    roots = [outer];
    start();
    go.steps.mark(0);
    while (go.steps.roots.next < go.steps.markrootJobs - 1) go.steps.roots.next += 1;
    go.specials.setFinalizer(outer);
    roots = [];
    go.steps.finish();
    expect(isGone(inner)).toBe(false);
  });

  it('hands out an object that the collector then sees on the stack, though it scanned that', () => {
    const [outer, inner] = [pointers(64), noscan(64)];
    go.writePointer(outer, inner);
    go.specials.setFinalizer(outer);
    collect();
    go.finishSweep();
    start();
    go.heap.specials.running.push(...go.heap.specials.finq.splice(0));
    go.steps.roots.next = go.steps.markrootJobs;
    expect(go.specials.runFinalizer()).toBe(outer);
    go.steps.finish();
    expect([isGone(outer), isGone(inner)]).toEqual([false, false]);
  });

  it('of an object above 64 KiB has an offset of its own', () => {
    const object = noscan(300 * KIB);
    go.specials.setFinalizer(object);
    collect();
    go.finishSweep();
    expect(go.specials.runFinalizer()).toBe(object);
  });
});

describe('a weak pointer', () => {
  it('gives its object while anything reaches it', () => {
    const object = noscan(64);
    const handle = go.specials.weakHandle(object);
    roots = [object];
    collect();
    expect(go.specials.strongFromWeak(handle)).toBe(object);
  });

  it('gives nothing between the marking that missed its object and the sweep', () => {
    const object = noscan(64);
    const other = noscan(64);
    const handle = go.specials.weakHandle(object);
    roots = [object, other];
    collect();
    go.finishSweep();
    roots = [other];
    collect();
    expect(go.heap.spanOf(object)?.sweepgen).toBe(go.heap.sweepgen - 2);
    expect(go.specials.strongFromWeak(handle)).toBe(0);
    expect(go.specials.strongFromWeak(handle)).toBe(0);
  });

  it('that is upgraded while marking runs keeps its object', () => {
    const object = noscan(64);
    const handle = go.specials.weakHandle(object);
    start();
    go.steps.mark(100);
    expect(go.specials.strongFromWeak(handle)).toBe(object);
    go.steps.finish();
    expect(isGone(object)).toBe(false);
  });

  it('is the same one for the same object, and nil for good once the finalizer is queued', () => {
    const object = noscan(64);
    const handle = go.specials.weakHandle(object);
    expect(go.specials.weakHandle(object)).toBe(handle);
    go.specials.setFinalizer(object);
    collect();
    expect(go.specials.strongFromWeak(handle)).toBe(0);
    expect(go.specials.runFinalizer()).toBe(object);
    expect(go.specials.strongFromWeak(handle)).toBe(0);
    expect(go.specials.weakHandle(object)).not.toBe(handle);
  });
});

describe('a word that may be a pointer', () => {
  it.each([0, 1, 63])('keeps the object that it points into, at offset %d', (offset) => {
    const object = noscan(64);
    words = [object + offset];
    collect();
    expect(isGone(object)).toBe(false);
  });

  it('one past the end keeps the neighbour, and not the object', () => {
    const [object, neighbour] = [noscan(64), noscan(64)];
    words = [object + 64];
    collect();
    expect([isGone(object), isGone(neighbour)]).toEqual([true, false]);
  });

  it.each([0, 8, 5 * 8192, 2 ** 40])('that points nowhere, %d, keeps nothing', (word) => {
    const object = noscan(64);
    words = [word];
    collect();
    expect(isGone(object)).toBe(true);
  });

  it('that points to a free slot leaves it free', () => {
    const object = noscan(64);
    words = [object + 128];
    collect();
    expect(isGone(object)).toBe(true);
  });

  it('behind the end of a large object keeps nothing', () => {
    const object = noscan(40_000);
    words = [object + 40_000];
    collect();
    expect(isGone(object)).toBe(true);
  });
});
