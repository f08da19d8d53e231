import { describe, expect, it } from 'vitest';
import { GcController } from '../../../models/go/gc-controller.ts';
import type { PacedMemory, PacingConfig } from '../../../models/go/gc-controller.ts';
import { MIB } from '../../../src/base/units.ts';
import { NO_MEMORY_LIMIT } from '../../../spec/views/go-pacer.ts';

const EMPTY: PacedMemory = { heapFree: 0, totalAlloc: 0, totalFree: 0, mappedReady: 0 };

function fresh(config: PacingConfig = {}, memory: PacedMemory = EMPTY): GcController {
  return new GcController(memory, config);
}

/** After a cycle that found so many bytes live, with all swept. */
function marked(bytes: number, config: PacingConfig = {}): GcController {
  const controller = fresh(config);
  controller.resetLive(bytes);
  controller.commit(true);
  return controller;
}

/** One cycle in which `allocated` bytes came in beyond the trigger and `work` bytes were marked. */
function cycle(controller: GcController, allocated: number, work: number): void {
  controller.heapLive = controller.trigger();
  controller.startCycle(0, 4);
  controller.blackenEnabled = true;
  controller.heapScanWork += work;
  controller.update(allocated, 0);
  controller.blackenEnabled = false;
  controller.endCycle(1e6, 4);
  controller.resetLive(controller.heapScanWork);
  controller.commit(true);
}

describe('the goal and the trigger', () => {
  // The first was read from a running Go 1.19; the others follow from its formulas.
  it.each([
    ['a fresh heap', fresh(), 4_194_304, 3_997_696],
    ['10 MiB live', marked(10 * MIB), 20_971_520, 20_480_000],
    ['100 MiB live', marked(100 * MIB), 209_715_200, 205_520_896],
    ['GOGC=50', fresh({ gogc: 50 }), 2_097_152, 1_998_848],
    ['GOGC=0', fresh({ gogc: 0 }), 0, 0],
  ])('are those of Go for %s', (_, controller, goal, trigger) => {
    expect(controller.heapGoal()).toBe(goal);
    expect(controller.trigger()).toBe(trigger);
  });

  it.each([
    [10 * MIB, 17_858_560],
    [100 * MIB, 178_585_600],
  ])('leave %i bytes at least 45/64 of the way when the runway is longer', (live, lowest) => {
    const controller = marked(live);
    controller.runway = 2 ** 40;

    expect(controller.trigger()).toBe(lowest);
  });

  it('are out of reach with GOGC off and no limit', () => {
    const controller = marked(10 * MIB, { gogc: -7 });

    expect(controller.gcPercent).toBe(-1);
    expect(controller.gcPercentHeapGoal).toBe(Infinity);
    expect(controller.heapGoal()).toBe(NO_MEMORY_LIMIT - MIB);
    expect(controller.trigger()).toBeGreaterThan(2 ** 52);
  });

  it('give the sweeper a mebibyte from the commit on, as long as it is at work', () => {
    const controller = marked(10 * MIB, { gogc: 1 });
    controller.commit(false);

    expect(controller.trigger()).toBe(11 * MIB);
    expect(controller.heapGoal()).toBe(11 * MIB);
  });

  it('keep 64 KiB between the trigger of the running cycle and its goal', () => {
    const controller = marked(10 * MIB, { gogc: 1 });
    controller.triggered = 12 * MIB;

    expect(controller.heapGoal()).toBe(12 * MIB + 65_536);
  });

  it('are multiplied exactly for a huge GOGC', () => {
    const controller = fresh({ gogc: 2 ** 31 - 1 });

    expect(controller.heapMinimum).toBe(Number((4_194_304n * (2n ** 31n - 1n)) / 100n));
  });
});

describe('the goal of the memory limit', () => {
  const memory = { heapFree: 2 * MIB, totalAlloc: 9 * MIB, totalFree: MIB, mappedReady: 12 * MIB };

  it.each([
    ['takes off the overhead and 1 MiB', 64 * MIB, 0, 61 * MIB],
    ['takes off what the limit is exceeded by', 8 * MIB, 0, MIB],
    ['is 1 MiB at least', 13 * MIB - 1, 0, 10 * MIB - 1],
    ['is 1 MiB where less is left', 2 * MIB + 5, 0, 0],
    ['is never less than what is live', 64 * MIB, 90 * MIB, 90 * MIB],
    ['gives up where the overhead alone is over the limit', MIB, 7 * MIB, 7 * MIB],
  ])('%s', (_, memoryLimit, live, goal) => {
    const controller = fresh({ memoryLimit }, memory);
    controller.heapMarked = live;

    expect(controller.memoryLimitHeapGoal()).toBe(goal);
  });

  it('counts only where it is the smaller one, and then the sweeper waits for nobody', () => {
    const controller = fresh({ memoryLimit: 3 * MIB });
    controller.commit(false);
    controller.sweepDistMinTrigger = 100 * MIB;

    expect(controller.heapGoal()).toBe(2 * MIB);
    expect(controller.trigger()).toBeLessThan(2 * MIB);
    expect(fresh({ memoryLimit: 64 * MIB }).heapGoal()).toBe(4 * MIB);
  });

  it('can be set, and asked for by a negative one', () => {
    const controller = fresh();

    expect(controller.setMemoryLimit(5 * MIB)).toBe(NO_MEMORY_LIMIT);
    expect(controller.setMemoryLimit(-1)).toBe(5 * MIB);
    expect(controller.memoryLimit).toBe(5 * MIB);
    expect(controller.setGCPercent(50)).toBe(100);
  });
});

describe('the runway', () => {
  it('follows the largest of the last five samples', () => {
    const controller = marked(10 * MIB);
    const runways: number[] = [];
    for (const allocated of [4 * MIB, MIB, MIB, MIB, MIB, MIB]) {
      cycle(controller, allocated, 10 * MIB);
      runways.push(controller.runway);
    }

    expect(runways).toEqual([4, 4, 4, 4, 4, 1].map((mib) => mib * MIB));
  });

  it('is not moved by a cycle that was over before its trigger', () => {
    const controller = marked(10 * MIB);
    cycle(controller, 4 * MIB, 10 * MIB);
    cycle(controller, 0, 10 * MIB);

    expect(controller.lastConsMark).toEqual([0, 0, 0, controller.consMark]);
  });

  it('is 0 where there was nothing to mark, or assists took all of the time', () => {
    const controller = marked(10 * MIB);
    cycle(controller, MIB, 0);
    expect(controller.consMark).toBe(0);

    controller.startCycle(0, 1);
    controller.heapLive = controller.triggered + MIB;
    controller.heapScanWork = MIB;
    controller.assistTime = 2e6;
    controller.endCycle(1e6, 1);
    expect(controller.consMark).toBe(0);
  });

  it('counts idle workers for marking and not against allocation', () => {
    const [busy, idle] = [marked(10 * MIB), marked(10 * MIB)];
    for (const controller of [busy, idle]) {
      controller.startCycle(0, 4);
      controller.heapLive = controller.triggered + MIB;
      controller.heapScanWork = 10 * MIB;
    }
    idle.idleMarkTime = 1e6;
    busy.endCycle(1e6, 4);
    idle.endCycle(1e6, 4);

    expect(idle.consMark).toBe(2 * busy.consMark);
  });
});

describe('assists', () => {
  it('end with the marking when the heap stays as it was', () => {
    const controller = marked(10 * MIB);
    controller.lastHeapScan = 8 * MIB;
    controller.heapLive = 16 * MIB;
    controller.startCycle(0, 4);

    expect(controller.assistWorkPerByte).toBe(2);
    expect(controller.assistBytesPerWork).toBe(0.5);
  });

  it('stay as they are when the heap grew, up to GOGC beyond the goal', () => {
    const controller = marked(10 * MIB);
    controller.lastHeapScan = MIB;
    controller.heapScan = 2 * MIB;
    controller.startCycle(0, 4);
    const goal = controller.heapGoal();
    controller.heapLive = goal;
    controller.heapScanWork = MIB + 1;
    controller.revise();
    expect(controller.assistBytesPerWork * (MIB - 1)).toBe(goal - controller.triggered);

    controller.heapScan = 2 ** 40;
    controller.revise();
    expect(controller.assistBytesPerWork * (2 ** 40 - MIB - 1)).toBeCloseTo(goal, -1);
  });

  it.each([100, -1])(
    'take a heap of which nothing was known for one that grew, at GOGC=%i',
    (gogc) => {
      const controller = fresh({ gogc, memoryLimit: 1024 * MIB });
      controller.startCycle(0, 4);
      controller.heapScanWork = MIB;
      controller.revise();

      expect(controller.assistWorkPerByte).toBeGreaterThan(0);
      expect(controller.assistBytesPerWork).toBeGreaterThan(0);
    },
  );

  it('have a tenth more to go beyond the goal, and at least one byte', () => {
    const controller = marked(10 * MIB);
    controller.startCycle(0, 4);
    controller.heapLive = controller.heapGoal() + 1;
    controller.revise();
    expect(controller.assistBytesPerWork).toBe((Math.trunc(20 * MIB * 1.1) - 20 * MIB - 1) / 1000);

    controller.heapLive = 2 ** 40;
    controller.revise();
    expect(controller.assistWorkPerByte).toBe(1000);
  });
});

describe('what is counted', () => {
  it('to mark only while no cycle marks', () => {
    const controller = fresh();
    controller.update(8192, 100);
    controller.startCycle(0, 1);
    controller.blackenEnabled = true;
    controller.update(8192, 100);

    expect(controller.heapLive).toBe(16_384);
    expect(controller.heapScan).toBe(100);
  });

  it('of stacks by processor, until it is 8 KiB', () => {
    const controller = fresh();
    const slack = { maxStackScanDelta: 0 };
    controller.addScannableStack(undefined, 10);
    controller.addScannableStack(slack, 8191);
    expect(controller.maxStackScan).toBe(10);

    controller.addScannableStack(slack, 1);
    controller.addScannableStack(slack, -8192);
    expect(controller.maxStackScan).toBe(10);
    expect(slack.maxStackScanDelta).toBe(0);
  });

  it('of globals at once', () => {
    const controller = marked(10 * MIB);
    controller.addGlobals(MIB);
    controller.commit(true);

    expect(controller.heapGoal()).toBe(21 * MIB);
  });

  it('of time by the kind of worker', () => {
    const controller = fresh();
    controller.startCycle(0, 4);
    expect(controller.workers.start(0, 0)).toBe('dedicated');
    expect(controller.workers.addIdleMarkWorker()).toBe(true);
    controller.markWorkerStop('dedicated', 5);
    controller.markWorkerStop('fractional', 7);
    controller.markWorkerStop('idle', 9);

    expect(controller).toMatchObject({
      dedicatedMarkTime: 5,
      fractionalMarkTime: 7,
      idleMarkTime: 9,
      workers: { dedicatedMarkWorkersNeeded: 1, idleMarkWorkers: 0 },
    });
  });
});

describe('a pacer that is off, or at the edge of its limits', () => {
  it('has no goal and no least heap while GOGC is off', () => {
    const controller = fresh({ gogc: -1 });
    const { gcPercentHeapGoal, heapMinimum } = controller;
    expect([gcPercentHeapGoal, heapMinimum]).toEqual([Infinity, Infinity]);
  });

  it('takes a limit of nothing, and no negative one', () => {
    const controller = fresh({ memoryLimit: 5 });
    expect([controller.setMemoryLimit(-1), controller.setMemoryLimit(0)]).toEqual([5, 5]);
    expect(controller.memoryLimit).toBe(0);
  });

  it('has what is live for its goal where the limit is taken up to the byte', () => {
    const taken = { ...EMPTY, mappedReady: 8 * MIB };
    const controller = fresh({ memoryLimit: 8 * MIB }, taken);
    expect(controller.memoryLimitHeapGoal()).toBe(0);
    controller.resetLive(3);
    expect(controller.memoryLimitHeapGoal()).toBe(3);
  });

  it('pushes its goal back for the sweeper where the limit asks for just as much as GOGC', () => {
    const controller = fresh({ memoryLimit: 21 * MIB });
    controller.resetLive(10 * MIB);
    controller.heapLive = 25 * MIB;
    controller.commit(false);
    expect(controller.memoryLimitHeapGoal()).toBe(controller.gcPercentHeapGoal);
    expect([controller.heapGoal(), controller.trigger()]).toEqual([26 * MIB, 26 * MIB]);
  });
});

describe('a stack that grows or shrinks', () => {
  it('counts at once where there is no processor', () => {
    const controller = fresh();
    controller.addScannableStack(undefined, 100);
    controller.addScannableStack(undefined, -30);
    expect(controller.maxStackScan).toBe(70);
  });

  it.each([1, -1])('counts when its processor has 8 KiB of it to tell: %i', (sign) => {
    const controller = fresh();
    controller.addScannableStack(undefined, 100_000);
    const slack = { maxStackScanDelta: 0 };
    controller.addScannableStack(slack, sign * 8191);
    expect([controller.maxStackScan, slack.maxStackScanDelta]).toEqual([100_000, sign * 8191]);
    controller.addScannableStack(slack, sign);
    expect([controller.maxStackScan, slack.maxStackScanDelta]).toEqual([100_000 + sign * 8192, 0]);
  });
});

describe('the time that marking took', () => {
  /** The estimate of a cycle in which 3 MiB came in beyond the trigger and 1 MiB was marked. */
  function estimate(elapsed: number, assistTime: number, idleMarkTime: number): number {
    const controller = fresh();
    controller.heapLive = controller.trigger();
    controller.startCycle(0, 4);
    controller.heapLive += 3 * MIB;
    controller.heapScanWork = MIB;
    controller.assistTime = assistTime;
    controller.idleMarkTime = idleMarkTime;
    controller.endCycle(elapsed, 4);
    return controller.consMark;
  }

  it.each([
    ['a quarter of four processors', 1000, 0, 0, 1],
    ['no time', 0, 0, 0, 1],
    ['another quarter by assists', 1000, 1000, 0, 3],
    ['another quarter by those who were idle', 1000, 0, 1000, 2],
  ])('is %s', (_, elapsed, assistTime, idleMarkTime, consMark) => {
    expect(estimate(elapsed, assistTime, idleMarkTime)).toBe(consMark);
  });
});
