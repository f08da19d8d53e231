// Goal: goroutines' stacks are those of Go 1.19: sizes, caches, copies, scans. Method: the go-stacks subject, driven by
// hand as the engine does it; expected sizes are counted from stack.go by hand.
import { beforeEach, describe, expect, it } from 'vitest';
import { goStacksSubject } from '../../../models/runtime/stacks-subject.ts';
import type { Addr } from '../../../src/base/units.ts';
import { KIB } from '../../../src/base/units.ts';
import type { Frames, Scheduler } from '../../../spec/scheduler.ts';
import type { CollectorSteps, Fault, Subject } from '../../../spec/subject.ts';
import { ALL_WORDS } from '../../../spec/subject.ts';
import type { GoView } from '../../../spec/views/go.ts';
import { wordAt } from '../../../spec/views/stack-log.ts';
import type { GoStackView, StacksView } from '../../../spec/views/stacks.ts';

let subject: Subject;
let sched: Scheduler;
let frames: Frames;
let steps: CollectorSteps;
let go: GoView;
let stacks: StacksView;

function boot(procs = 1, faults: readonly Fault[] = [], geometry = 'linux64'): void {
  subject = goStacksSubject.create({ procs, geometry, faults });
  sched = subject.sched as Scheduler;
  frames = sched.frames as Frames;
  steps = subject.steps as CollectorSteps;
  go = subject.go as GoView;
  stacks = subject.stacks as StacksView;
  sched.run(0);
}

beforeEach(() => boot());

const stackOf = (g: number): GoStackView => stacks.goroutines[g] as GoStackView;
const sizeOf = (g: number): number => stackOf(g).hi - stackOf(g).lo;
const cached = (p: number, order: number): number => stacks.caches[p]![order]!.list.length;
const rootSource = (g = sched.goroutines): Parameters<CollectorSteps['start']>[0] => ({
  stacks: g,
  stack: () => [],
  globals: () => [],
  words: () => [],
});

function collect(): void {
  steps.start(rootSource());
  steps.finish();
}

/** Calls and returns, so that the stack is as large as a frame of so many bytes needs. */
function grow(bytes: number): void {
  expect(frames.call(bytes)).toBe(true);
  frames.ret();
}

describe('a goroutine', () => {
  it('starts on 2 KiB, of which a processor takes eight at once', () => {
    expect([sizeOf(0), cached(0, 0), stacks.spans.length]).toEqual([2 * KIB, 7, 1]);
    for (let i = 0; i < 8; i += 1) sched.go();
    expect([cached(0, 0), stacks.spans[0]?.allocCount]).toEqual([7, 16]);
  });

  it('leaves a stack of the size to start with to the next, and frees one that has grown', () => {
    sched.go();
    const { lo } = stackOf(0);
    sched.goexit();
    sched.go();
    expect([stackOf(0).lo, stackOf(2).lo]).toEqual([0, lo]);
    grow(3000);
    const grown = stackOf(1).lo;
    sched.goexit();
    expect([stackOf(1).lo, stacks.kept[0]!.map((kept) => kept.lo)]).toEqual([0, [0]]);
    expect(stacks.caches[0]![1]!.list).toContain(grown);
  });

  it('starts on what others use on average, from the cycle on that found it', () => {
    for (let i = 0; i < 6; i += 1) frames.call(1000);
    collect();
    // 144 + 6 * 1016 bytes were used; with the guard 7168, in the next power of two.
    expect(stacks.startingSize).toBe(8 * KIB);
  });
});

describe('a call', () => {
  it('keeps the stack as long as a small frame begins above the guard', () => {
    const { lo } = stackOf(0);
    // The entry frame has 144 bytes, each other 136. The last begins 944 above lo, the next would at 808: the guard is 928.
    for (let i = 0; i < 8; i += 1) frames.call(120);
    expect([stackOf(0).lo, stackOf(0).sp - lo]).toEqual([lo, 816]);
    frames.call(120);
    expect(sizeOf(0)).toBe(4 * KIB);
  });

  it.each([
    // needed = bytes + 8 + 928, in what the entry frame and the return address (152 bytes) leave.
    [2000, 4 * KIB],
    [3008, 4 * KIB],
    [3016, 8 * KIB],
    [40_000, 64 * KIB],
  ])('with %i bytes of locals brings the stack to %i bytes', (bytes, size) => {
    expect(frames.call(bytes)).toBe(true);
    expect(sizeOf(0)).toBe(size);
  });

  it.each([
    ['linux64', 400_000_000, 999_000_000],
    ['wasm32', 100_000_000, 200_000_000],
  ])(
    'overflows the stack beyond the maximum of %s, and leaves it as it was',
    (geometry, ok, bad) => {
      boot(1, [], geometry);
      const before = { ...stackOf(0) };
      expect(frames.call(bad)).toBe(false);
      expect({ ...stackOf(0) }).toEqual(before);
      expect(frames.call(ok)).toBe(true);
      expect(stacks.maximum).toBeGreaterThanOrEqual(sizeOf(0));
    },
  );

  it('is refused where there is no memory for the stack, which stays as it was', () => {
    boot(1, [{ kind: 'refuse', call: 'reserve', k: 2, onwards: true }]);
    const before = { ...stackOf(0) };
    expect(frames.call(200_000_000)).toBe(false);
    expect({ ...stackOf(0) }).toEqual(before);
  });

  it('has no goroutine without a stack', () => {
    boot(1, [{ kind: 'refuse', call: 'reserve', k: 1, onwards: true }]);
    expect([frames.depth(0), frames.call(8), frames.ret()]).toEqual([0, false, false]);
  });
});

describe('a stack that is copied', () => {
  /** Frame 1 has a pointer to a local of frame 0, a number that looks like it, and a pointer that is used no more. */
  function prepare(): Addr {
    frames.call(64);
    const target = frames.addressOf({ g: 0, frame: 0, word: 3 });
    for (const word of [0, 1, 2]) frames.store({ g: 0, frame: 1, word }, target);
    frames.kill({ g: 0, frame: 1, word: 1 });
    return target;
  }

  it('has its used pointers moved, and no other word', () => {
    const before = prepare();
    frames.call(4000);
    const after = frames.addressOf({ g: 0, frame: 0, word: 3 });
    const words = [0, 1, 2].map((word) =>
      wordAt(go.memory, frames.addressOf({ g: 0, frame: 1, word })),
    );
    expect(after).not.toBe(before);
    expect(words).toEqual([after, before, after]);
  });

  it('gives the old one back, in a cycle to a list of large ones, from where it is taken again', () => {
    grow(40_000);
    const large = stackOf(0).lo;
    steps.start(rootSource());
    grow(70_000);
    expect(stacks.large.flat().map(({ startAddr }) => startAddr)).toEqual([large]);
    sched.go();
    sched.gosched();
    grow(40_000);
    expect([stackOf(1).lo, stacks.large.flat()]).toEqual([large, []]);
    sched.goexit();
    expect(stacks.large.flat()).toHaveLength(1);
    steps.finish();
    expect(stacks.large.flat()).toEqual([]);
  });
});

describe('a scan', () => {
  it('halves a stack of which less than a quarter is used', () => {
    grow(14_000);
    const sizes = [sizeOf(0)];
    for (let i = 0; i < 5; i += 1) {
      collect();
      sizes.push(sizeOf(0));
    }
    // 144 used and 800 that must stay free: not less than a quarter of 2 KiB * 2 is 1024.
    expect(sizes).toEqual([16, 8, 4, 2, 2, 2].map((kib) => kib * KIB));
  });

  it('leaves the stack of a goroutine in the system to its next call', () => {
    boot(2);
    grow(6000);
    sched.entersyscall();
    sched.run(1);
    collect();
    expect(sizeOf(0)).toBe(8 * KIB);
    sched.exitsyscall(0);
    sched.run(0);
    frames.call(0);
    expect(sizeOf(0)).toBe(4 * KIB);
  });

  it('finds what the maps say, and nothing that a local held before', () => {
    const [kept, lost] = [subject.malloc(64, ALL_WORDS, true), subject.malloc(64, ALL_WORDS, true)];
    frames.store({ g: 0, frame: 0, word: 0 }, kept);
    frames.store({ g: 0, frame: 0, word: 1 }, lost);
    frames.kill({ g: 0, frame: 0, word: 1 });
    collect();
    subject.finishSweep?.();
    expect(stacks.log.scans.at(-1)?.roots).toEqual([kept]);
    // The lowest free slot is that of the object that nothing reached.
    expect(subject.malloc(64, ALL_WORDS, true)).toBe(lost);
  });
});

describe('a stack cache', () => {
  it('is emptied by a cycle, and its spans go back', () => {
    grow(3000);
    grow(6000);
    expect([0, 1, 2].map((order) => cached(0, order))).toEqual([8, 4, 1]);
    collect();
    expect([0, 1, 2].map((order) => cached(0, order))).toEqual([0, 0, 0]);
    expect(stacks.spans.map(({ elemsize }) => elemsize)).toEqual([sizeOf(0)]);
  });

  it('gives half back when it is full', () => {
    for (let i = 0; i < 3; i += 1) {
      sched.go();
      sched.gosched();
    }
    for (let g = 0; g < 4; g += 1) {
      frames.call(14_000);
      sched.gosched();
    }
    for (let g = 0; g < 3; g += 1) sched.goexit();
    expect(stacks.log.released.map(({ order, size }) => [order, size])).toEqual([[3, 16 * KIB]]);
  });

  it('goes with its processor, and so do the stacks that dead goroutines left it', () => {
    boot(2);
    sched.run(1);
    sched.go();
    sched.goexit();
    sched.run(0);
    expect([cached(1, 0), stacks.kept.map((list) => list.length)]).toEqual([7, [0, 1, 0]]);
    sched.setProcs(1);
    expect([cached(1, 0), stacks.kept.map((list) => list.length)]).toEqual([0, [0, 0, 1]]);
    collect();
    expect(stacks.kept.map((list) => list.length)).toEqual([0, 0, 0]);
  });
});
