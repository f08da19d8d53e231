// Goal: whatever a heap does, its pacer's numbers stay within their laws.
// Method: controllers in any state that counters can be in, not only in those that a heap comes to.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GcController } from '../../../models/go/gc-controller.ts';
import { NO_MEMORY_LIMIT } from '../../../spec/views/go-pacer.ts';

const bytes = fc.oneof(
  fc.nat(2 ** 24),
  fc.maxSafeNat().map((n) => n % 2 ** 40),
);

const controllers = fc
  .record({
    gogc: fc.oneof(fc.constantFrom(-1, 0, 1, 100), fc.nat(1000)),
    memoryLimit: fc.oneof(fc.constant(NO_MEMORY_LIMIT), bytes),
    memory: fc.record({ heapFree: bytes, live: bytes, more: bytes }),
    heapMarked: bytes,
    grown: bytes,
    scan: bytes,
    consMark: fc.double({ min: 0, max: 1000, noNaN: true }),
    swept: fc.boolean(),
  })
  .map(({ gogc, memoryLimit, memory, heapMarked, grown, scan, consMark, swept }) => {
    const { heapFree, live, more } = memory;
    const counters = { heapFree, totalAlloc: live, totalFree: 0 };
    const controller = new GcController(
      { ...counters, mappedReady: heapFree + live + more },
      { gogc, memoryLimit },
    );
    controller.heapScanWork = scan;
    controller.consMark = consMark;
    controller.resetLive(heapMarked);
    controller.commit(swept);
    controller.update(grown, Math.floor(grown / 2));
    return controller;
  });

const fixed = { seed: 42, numRuns: 2000 };

describe('a pacer', () => {
  it('triggers between what is live and the goal', () => {
    fc.assert(
      fc.property(controllers, (controller) => {
        const [trigger, goal] = [controller.trigger(), controller.heapGoal()];
        expect(trigger).toBeLessThanOrEqual(goal);
        if (controller.heapMarked >= goal) expect(trigger).toBe(goal);
        else expect(trigger).toBeGreaterThanOrEqual(controller.heapMarked);
        expect(Number.isSafeInteger(trigger)).toBe(true);
      }),
      fixed,
    );
  });

  // While the sweeper is at work the goal of GOGC may be pushed beyond the limit’s, so that a larger
  // GOGC, which makes the limit count, lowers the goal. Go does that too.
  it('has a goal that grows with GOGC and with the limit, once all is swept', () => {
    fc.assert(
      fc.property(controllers, bytes, fc.nat(1000), (controller, more, percent) => {
        controller.commit(true);
        const before = controller.heapGoal();
        controller.setMemoryLimit(Math.min(controller.memoryLimit + more, NO_MEMORY_LIMIT));
        const behind = controller.heapGoal();
        expect(behind).toBeGreaterThanOrEqual(before);
        if (controller.gcPercent >= 0) controller.setGCPercent(controller.gcPercent + percent);
        controller.commit(true);
        expect(controller.heapGoal()).toBeGreaterThanOrEqual(behind);
      }),
      fixed,
    );
  });

  it('asks for assists that are positive, finite and each other’s inverse', () => {
    fc.assert(
      fc.property(controllers, bytes, bytes, (controller, work, grown) => {
        controller.startCycle(0, 4);
        controller.blackenEnabled = true;
        controller.heapScanWork += work;
        controller.update(grown, 0);
        const { assistWorkPerByte, assistBytesPerWork } = controller;
        expect(assistWorkPerByte).toBeGreaterThan(0);
        expect(assistBytesPerWork).toBeGreaterThan(0);
        expect(assistWorkPerByte * assistBytesPerWork).toBeCloseTo(1, 9);
      }),
      fixed,
    );
  });

  it('has an estimate that is finite and not negative, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(bytes, bytes, fc.nat(2e9), fc.nat(2e9), fc.nat(1e9)), { minLength: 1 }),
        (cycles) => {
          const memory = { heapFree: 0, totalAlloc: 0, totalFree: 0, mappedReady: 0 };
          const controller = new GcController(memory, {});
          for (const [grown, work, assistTime, idleMarkTime, elapsed] of cycles) {
            controller.startCycle(0, 2);
            controller.heapLive += grown;
            controller.heapScanWork = work;
            controller.assistTime = assistTime;
            controller.idleMarkTime = idleMarkTime;
            controller.endCycle(elapsed, 2);
            controller.resetLive(Math.min(work, controller.heapLive));
            controller.commit(false);
            expect(controller.consMark).toBeGreaterThanOrEqual(0);
            expect(Number.isFinite(controller.runway)).toBe(true);
          }
        },
      ),
      { ...fixed, numRuns: 300 },
    );
  });
});
