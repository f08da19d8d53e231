// Goal: what a processor is in the middle of ends when it must, and what belongs to a processor, a goroutine or a cycle
// goes with it. Method: the Go subject, driven by hand as the engine does it.
import { beforeEach, describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import type { Addr } from '../../../src/base/units.ts';
import type { Scheduler } from '../../../spec/scheduler.ts';
import type { CollectorSteps, Refusal, Subject } from '../../../spec/subject.ts';
import type { GoView } from '../../../spec/views/go.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';
import type { RuntimeView } from '../../../spec/views/runtime.ts';

let subject: Subject;
let sched: Scheduler;
let steps: CollectorSteps;
let go: GoView;
let runtime: RuntimeView;
let stacks: Addr[][];

beforeEach(() => {
  subject = goSubject.create({ procs: 2, geometry: 'wasm32', faults: [] });
  sched = subject.sched as Scheduler;
  steps = subject.steps as CollectorSteps;
  go = subject.go as GoView;
  runtime = subject.runtime as RuntimeView;
  stacks = [];
});

/** A malloc on `p` that stops at its `stop`-th yield point; its answer comes into the list. */
function paused(p: number, stop: number, size = 64): (Addr | Refusal)[] {
  const replies: (Addr | Refusal)[] = [];
  sched.run(p);
  sched.pause(stop);
  sched.malloc({ size, pointerWords: 0, zeroed: false }, (reply) => replies.push(reply));
  return replies;
}

function collect(): void {
  steps.start({
    get stacks() {
      return sched.goroutines;
    },
    stack: (g) => stacks[g] ?? [],
    globals: () => [],
    words: () => [],
  });
  steps.finish();
}

describe('a malloc that stops half-way', () => {
  it('answers when it is resumed to its end', () => {
    const replies = paused(0, 1);
    expect([replies, sched.suspended, go.suspended, runtime.isSuspended(0)]).toEqual([
      [],
      1,
      1,
      true,
    ]);
    expect(sched.resume(0, 100)).toBe(true);
    expect([replies.length, sched.suspended]).toEqual([1, 0]);
  });

  it('leaves the other processors to take the pages and spans that are left', () => {
    const replies = paused(0, 1);
    sched.run(1);
    const other = subject.malloc(64, 0, false);
    sched.resume(0, 100);
    expect(Math.abs((replies[0] as Addr) - other)).toBeGreaterThanOrEqual(PAGE_BYTES);
  });

  it('ends before its processor does anything else', () => {
    const replies = paused(0, 1);
    sched.run(0);
    expect(replies).toHaveLength(1);
  });

  it('ends before the world stops, and is live then', () => {
    const replies = paused(0, 1);
    steps.start({
      stacks: 2,
      stack: (g) => (g === 0 ? (replies as Addr[]) : []),
      globals: () => [],
      words: () => [],
    });
    expect(replies).toHaveLength(1);
    steps.finish();
    subject.finishSweep?.();
    sched.run(1);
    expect(subject.malloc(64, 0, false)).not.toBe(replies[0]);
  });

  it('answers with a refusal when there is no memory in the end', () => {
    const poor = goSubject.create({
      procs: 1,
      geometry: 'wasm32',
      faults: [{ kind: 'refuse', call: 'map', k: 1, onwards: true }],
    });
    const replies: unknown[] = [];
    poor.sched?.run(0);
    poor.sched?.pause(1);
    poor.sched?.malloc({ size: 64, pointerWords: 0, zeroed: false }, (reply) =>
      replies.push(reply),
    );
    poor.sched?.finishCalls();
    expect(replies).toEqual([expect.objectContaining({ kind: 'out-of-memory' })]);
  });

  it('is told of at once when it never comes to its yield point', () => {
    expect(paused(0, 50)).toHaveLength(1);
    expect(sched.isPausing).toBe(false);
  });
});

describe('a processor', () => {
  it('that is stopped gives back its pages, spans and tiny block', () => {
    sched.run(1);
    subject.malloc(3, 0, false);
    subject.malloc(64, 0, false);
    sched.run(0);
    expect(sched.setProcs(1)).toBe(true);
    expect(go.procs).toHaveLength(1);
    const [stopped] = go.stoppedProcs;
    expect([stopped?.pcache.cacheLo, stopped?.pcache.cacheHi, stopped?.mcache.tiny]).toEqual([
      0, 0, 0,
    ]);
    expect(stopped?.mcache.alloc.every(({ nelems }) => nelems === 0)).toBe(true);
  });

  it('that is started again serves, in the generation of the heap', () => {
    sched.setProcs(1);
    collect();
    collect();
    sched.setProcs(2);
    sched.run(1);
    expect(subject.malloc(64, 0, false)).toBeGreaterThan(0);
    expect(go.procs[1]?.mcache.flushGen).toBe(go.sweepgen);
  });

  it('cannot be stopped while a cycle runs, nor beyond those of the heap', () => {
    expect([sched.setProcs(3), sched.setProcs(0), sched.setProcs(1.5), sched.setProcs(2)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    steps.start({ stacks: 2, stack: () => [], globals: () => [], words: () => [] });
    expect(sched.setProcs(1)).toBe(false);
  });

  it('whose goroutine is in the system runs another, which goes on with its mcache', () => {
    sched.run(1);
    const before = subject.malloc(64, 0, false);
    sched.entersyscall();
    expect(sched.run(1)).toBe(2);
    expect(subject.malloc(64, 0, false)).toBe(before + 64);
    sched.exitsyscall(1);
    expect(runtime.gs[1]?.status).toBe('runnable');
  });

  it('that is stopped has its work done by the last that is left', () => {
    sched.setProcs(1);
    expect(sched.run(1)).toBe(0);
  });
});

describe('a goroutine', () => {
  it('has a stack in a manual span, which goes with it', () => {
    sched.run(0);
    sched.go();
    sched.go();
    const [span] = runtime.stackSpans;
    expect([span?.npages, span?.allocCount, go.stats.manualInUse]).toEqual([4, 2, 4 * PAGE_BYTES]);
    sched.gosched();
    expect(sched.goexit()).toBe(2);
    expect([span?.allocCount, runtime.stackSpans.length]).toEqual([1, 1]);
    expect(sched.goexit()).toBe(3);
    expect([runtime.stackSpans.length, go.stats.manualInUse]).toEqual([0, 0]);
  });

  it('that ends while a cycle marks leaves its span until the end', () => {
    sched.run(0);
    sched.go();
    sched.gosched();
    steps.start({ stacks: 3, stack: () => [], globals: () => [], words: () => [] });
    sched.goexit();
    expect(runtime.stackSpans).toHaveLength(1);
    steps.finish();
    expect(runtime.stackSpans).toHaveLength(0);
  });
});

describe('a goroutine in debt', () => {
  beforeEach(() => {
    sched.run(0);
    steps.start({ stacks: 2, stack: () => [], globals: () => [], words: () => [] });
    steps.mark(100);
    subject.malloc(400_000, 0, false);
  });

  it('waits where there is nothing to scan, and another runs on its processor', () => {
    expect([steps.assist(), runtime.gs[0]?.status]).toEqual([true, 'waiting']);
    expect(sched.run(0)).toBe(2);
  });

  it('goes on when the cycle is over', () => {
    steps.assist();
    steps.finish();
    expect([runtime.gs[0]?.status, runtime.runq]).toEqual(['runnable', [0]]);
  });
});

describe('work buffers', () => {
  it('lie in a manual span while a cycle runs, which goes back behind the sweep', () => {
    sched.run(0);
    stacks[0] = [subject.malloc(64, -1, false)];
    collect();
    expect(go.stats.manualInUse).toBe(4 * PAGE_BYTES);
    subject.finishSweep?.();
    expect(go.stats.manualInUse).toBe(0);
  });
});
