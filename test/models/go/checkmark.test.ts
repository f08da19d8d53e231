// Goal: checkmark mode looks at all that is reachable, and stops at what the cycle missed. Method: heaps of a few
// objects, driven by hand; a mark bit that is taken back before marking ends is one that was missed.
import { beforeEach, describe, expect, it } from 'vitest';
import { geometryOf } from '../../../models/go/geometry.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import type { HeapArena } from '../../../models/go/heap-arena.ts';
import { Os } from '../../../models/os/os.ts';
import { bitAt, clearBit } from '../../../src/base/bits.ts';
import type { Addr } from '../../../src/base/units.ts';
import { GIB } from '../../../src/base/units.ts';

let go: GoHeap;
/** What the only stack holds. */
let roots: Addr[];
let words: number[];

function make(checkmark?: boolean): void {
  const geometry = geometryOf('wasm32') as Geometry;
  const os = new Os({ addressLimit: geometry.addressLimit, faults: [], reservedLimit: GIB });
  go = new GoHeap(geometry, os, { procs: 1, checkmark });
}

beforeEach(() => {
  make(true);
  roots = [];
  words = [];
});

const pointers = (size = 64): Addr => go.malloc(size, -1, false);

function start(): void {
  go.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => words });
}

/** Marks everything, then takes back the mark of an object. */
function markAllBut(object: Addr): void {
  start();
  go.steps.mark(Infinity);
  const span = go.heap.spanOf(object)!;
  clearBit(span.gcmarkBits, span.objIndex(object));
}

function collect(): void {
  start();
  go.steps.finish();
}

function isChecked(object: Addr): boolean {
  const { checkmarks, base } = go.heap.arenas.of(object) as HeapArena;
  return checkmarks !== undefined && bitAt(checkmarks, (object - base) / 8);
}

describe('checkmark mode', () => {
  it('is off unless it is asked for', () => {
    make();
    roots = [pointers()];
    collect();
    expect(go.steps.checkmarks).toBeUndefined();
    expect(go.heap.arenas.all.every(({ checkmarks }) => checkmarks === undefined)).toBe(true);
  });

  it('gives each object that the roots reach a checkmark of its own, and no other', () => {
    const [a, b, c, dead] = [pointers(), pointers(), pointers(5_000_000), pointers()];
    go.writePointer(a, b + 8);
    go.writePointer(b + 56, c);
    go.writePointer(c + 4_999_992, a);
    roots = [a];
    collect();
    expect([a, b, c, dead].map(isChecked)).toEqual([true, true, true, false]);
  });

  it('starts anew with each cycle', () => {
    const a = pointers();
    roots = [a];
    collect();
    roots = [];
    collect();
    expect(isChecked(a)).toBe(false);
  });

  it('stops at an object that the cycle missed', () => {
    const [a, b] = [pointers(), pointers()];
    go.writePointer(a, b);
    roots = [a];
    markAllBut(b);
    expect(() => go.steps.finish()).toThrow('checkmark found unmarked object');
    expect(go.steps.checkmarks).toMatchObject({ unmarked: b });
  });

  it('says nothing of an object that is missed and that nothing reaches', () => {
    const [a, b] = [pointers(), pointers()];
    roots = [a, b];
    markAllBut(b);
    roots = [a];
    go.steps.finish();
    expect([isChecked(a), isChecked(b), go.steps.checkmarks?.unmarked]).toEqual([true, false, 0]);
  });

  it('looks at what the objects with finalizers point to, and at those that wait for theirs', () => {
    const [a, b] = [pointers(), pointers()];
    go.writePointer(a, b);
    go.specials.setFinalizer(a);
    collect();
    expect([isChecked(a), isChecked(b)]).toEqual([false, true]);
    go.finishSweep();
    collect();
    expect([isChecked(a), isChecked(b)]).toEqual([true, true]);
  });

  it('does not ask for an object with a finalizer that only it points to', () => {
    const object = pointers();
    go.writePointer(object, object);
    go.specials.setFinalizer(object);
    expect(collect).not.toThrow();
    expect(isChecked(object)).toBe(false);
  });

  it('looks at what the later ones of a span point to, and at nothing for a weak pointer alone', () => {
    const [weak, seen] = [pointers(), pointers()];
    const [, guarded, held] = [pointers(), pointers(), pointers()];
    go.writePointer(weak, seen);
    go.writePointer(guarded, held);
    go.specials.weakHandle(weak);
    go.specials.setFinalizer(guarded);
    collect();
    expect([weak, seen, guarded, held].map(isChecked)).toEqual([false, false, false, true]);
  });

  it('follows the pointers of an object and not those of its neighbour', () => {
    const [a, neighbour, far] = [pointers(), pointers(), pointers(128)];
    go.writePointer(neighbour, far);
    roots = [a, 8];
    collect();
    expect([a, neighbour, far].map(isChecked)).toEqual([true, false, false]);
  });

  it('looks at the stacks that there are', () => {
    const stacks = [[pointers()], [pointers()]];
    go.steps.start({
      stacks: 2,
      stack: (g) => stacks[g]!,
      globals: () => [],
      words: (g) => [[], []][g]!,
    });
    go.steps.finish();
    expect(stacks.flat().map(isChecked)).toEqual([true, true]);
  });

  it('does not follow a word behind the end of a large object', () => {
    const [block, other] = [pointers(100_000), pointers(100_000)];
    roots = [block, other];
    start();
    go.steps.mark(Infinity);
    // Both are marked, and by now nothing knows them but words.
    roots = [];
    words = [block + 100_000, other + 99_999];
    go.steps.finish();
    expect([block, other].map(isChecked)).toEqual([false, true]);
  });

  it('follows words that may be pointers where the cycle did', () => {
    const [a, b, noscan] = [pointers(), pointers(), go.malloc(64, 0, false)];
    words = [a + 8, b, noscan, 1, a + 2 ** 30];
    markAllBut(b);
    go.steps.finish();
    expect([a, b, noscan].map(isChecked)).toEqual([true, false, true]);
  });
});
