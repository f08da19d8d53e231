// Goal: each step of a cycle does as much as it is asked for, takes its time, and says what there is to do. Method: two
// processors; work is put where the step has to see it, and the clock and the pacer are read.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { WorkBuf } from '../../../models/go/gc-work.ts';
import type { GcWork } from '../../../models/go/gc-work.ts';
import { LoneWorld } from '../../../models/go/world.ts';
import { Os } from '../../../models/os/os.ts';
import type { Addr } from '../../../src/base/units.ts';
import { WORKBUF_OBJECTS } from '../../../spec/views/go-collector.ts';

const ALL = 1_000_000;
/** What an assist scans at least, in bytes. */
const LEAST = 65_536;
/** Nanoseconds after which a cycle is due, and milliseconds. */
const PERIOD = 120e9;

let go: GoHeap;
let stacks: Addr[][];

function make(gogc = 100): void {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), {
    procs: 2,
    gogc,
  });
}

beforeEach(() => {
  make();
  stacks = [[], []];
});

const pointers = (size = 64): Addr => go.malloc(size, -1, false);

function start(): boolean {
  return go.steps.start({
    stacks: 2,
    stack: (g) => stacks[g]!,
    globals: () => [],
    words: () => [],
  });
}

function cycle(): void {
  start();
  go.steps.finish();
}

describe('a cycle', () => {
  it('begins once', () => {
    expect([start(), start()]).toEqual([true, false]);
  });

  it('is due two minutes after the last one, when no other reason was', () => {
    go.heap.nanotime = 10 * PERIOD;
    expect(go.steps.isDue).toBe(false);
    cycle();
    go.heap.nanotime = 11 * PERIOD;
    expect(go.steps.isDue).toBe(false);
    go.heap.nanotime += 1;
    expect(go.steps.isDue).toBe(true);
    start();
    expect(go.steps.isDue).toBe(false);
  });

  it.each([
    [-1, false],
    [0, true],
  ])('with GOGC=%i is due by time: %s', (gogc, isDue) => {
    make(gogc);
    cycle();
    go.heap.triggerReached = false;
    go.heap.nanotime += 2 * PERIOD;
    expect(go.steps.isDue).toBe(isDue);
  });
});

describe('waiting', () => {
  it('is idle time of all processors', () => {
    go.heap.limiter.addAssistTime(0.25e9);
    go.steps.wait(1000);
    expect([go.heap.nanotime, go.heap.limiter.fill]).toEqual([1e9, 0.5e9]);
  });
});

describe('marking', () => {
  it('takes 1 ns for each byte that it walks', () => {
    stacks = [[pointers()], []];
    const { nanotime } = go.heap;
    start();
    go.steps.mark(ALL);
    // A word of a stack, and the object.
    expect(go.heap.nanotime - nanotime).toBe(8 + 64);
  });

  it('does nothing while none runs', () => {
    go.steps.assists.charge(0, 1);
    expect([go.steps.mark(ALL), go.steps.assist()]).toEqual([0, false]);
  });

  it('gives work away only where no other is to be had', () => {
    const object = pointers();
    start();
    const [gcw] = go.steps.gcws as [GcWork];
    go.steps.mark(ALL);
    for (let i = 0; i < 2 * WORKBUF_OBJECTS + 2; i += 1) gcw.put(object);
    expect(go.steps.lists.full.length).toBe(1);
    go.steps.mark(1);
    expect(go.steps.lists.full.length).toBe(1);
    go.steps.lists.full.pop();
    go.steps.mark(1);
    expect(go.steps.lists.full.length).toBe(1);
  });
});

describe('an assist', () => {
  it('scans as much as it has to, and no object more', () => {
    stacks = [[pointers(LEAST), pointers(LEAST)], []];
    start();
    go.steps.mark(2);
    const { controller, nanotime } = go.heap;
    controller.bgScanCredit = 0;
    go.steps.assists.charge(0, 1);
    expect([go.steps.assist(), controller.heapScanWork]).toEqual([true, LEAST]);
    expect([go.heap.nanotime - nanotime, controller.assistTime]).toEqual([LEAST, LEAST]);
    expect(go.steps.assist()).toBe(false);
  });
});

describe('the end of marking', () => {
  it('sees what is left on its own processor, and in the lists', () => {
    stacks = [[pointers()], []];
    start();
    go.steps.mark(2);
    expect(go.steps.terminate()).toBe('work-left');
    go.steps.gcws[0]?.dispose();
    expect([go.steps.lists.full.length, go.steps.terminate()]).toEqual([1, 'work-left']);
    go.steps.mark(ALL);
    expect(go.steps.terminate()).toBe('flushed');
  });

  it('sees after the stop what somebody put into the lists', () => {
    const object = pointers();
    start();
    for (const p of [1, 0]) {
      go.switchP(p);
      go.steps.mark(ALL);
    }
    expect([go.steps.terminate(), go.steps.terminate()]).toEqual(['flushed', 'flushed']);
    const buf = new WorkBuf();
    buf.objects.push(object);
    go.steps.lists.full.push(buf);
    expect(go.steps.terminate()).toBe('restarted');
  });

  it('tells the pacer what each processor walked', () => {
    const objects = [pointers(), pointers(128)];
    start();
    for (const p of [1, 0]) {
      go.switchP(p);
      go.steps.mark(ALL);
      go.specials.setFinalizer(objects[p]!);
    }
    for (const p of [1, 0]) {
      go.switchP(p);
      while (go.steps.gcws[p]?.tryGet() !== undefined);
    }
    while (go.steps.isMarking) go.steps.terminate();
    expect(go.heap.controller.lastHeapScan).toBe(64 + 128);
  });
});

describe('the sweeper’s other work', () => {
  class Busy extends LoneWorld {
    asked = 0;

    override behindSweep(): boolean {
      this.asked += 1;
      return false;
    }
  }

  it('is done when all is swept and no cycle marks', () => {
    const world = new Busy();
    go.heap.world = world;
    go.malloc(200_000, 0, false);
    cycle();
    go.steps.sweep(1);
    expect(world.asked).toBe(0);
    go.steps.sweep(1);
    expect(world.asked).toBe(1);
    start();
    go.steps.sweep(1);
    expect(world.asked).toBe(1);
  });

  it('waits until the mcaches are flushed', () => {
    const world = new Busy();
    go.heap.world = world;
    start();
    for (const p of [1, 0]) {
      go.switchP(p);
      go.steps.mark(ALL);
    }
    while (go.steps.isMarking) go.steps.terminate();
    expect([go.heap.sweepDone, go.steps.sweep(1), world.asked]).toEqual([false, 0, 0]);
    while (go.steps.terminate() !== 'not-marking');
    expect([go.heap.sweepDone, go.steps.sweep(1), world.asked]).toEqual([true, 0, 1]);
  });

  it('is none in a world with nobody else', () => {
    expect(new LoneWorld().behindSweep()).toBe(false);
  });
});
