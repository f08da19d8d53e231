import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GcCPULimiter } from '../../../models/go/gc-limiter.ts';

const SECOND = 1e9;

/** A limiter whose bucket is full: the world was stopped for a second. */
function full(nprocs: number): GcCPULimiter {
  const limiter = new GcCPULimiter(0, nprocs);
  limiter.startGCTransition(true, 0);
  limiter.finishGCTransition(SECOND);
  return limiter;
}

describe('the limiter', () => {
  it('holds back after one second of stopped world, and until the program had its turn', () => {
    const limiter = full(4);
    expect(limiter).toMatchObject({ limiting: true, fill: 4 * SECOND, overflow: 0 });

    limiter.startGCTransition(false, SECOND + 1);
    limiter.finishGCTransition(SECOND + 1);
    expect(limiter).toMatchObject({ limiting: false, fill: 4 * SECOND - 2 });
  });

  it('takes a quarter of the time while marking goes on, as half of what the program takes', () => {
    const limiter = full(4);
    limiter.update(2 * SECOND);

    expect(limiter.fill).toBe(4 * SECOND - 2 * SECOND);
  });

  it('counts assists for the collector and idle time for nobody', () => {
    const limiter = new GcCPULimiter(0, 2);
    limiter.addAssistTime(0.75 * SECOND);
    limiter.addIdleTime(1.25 * SECOND);
    limiter.update(SECOND);
    expect(limiter.fill).toBe(0.75 * SECOND);

    limiter.update(SECOND);
    expect(limiter.fill).toBe(0.75 * SECOND);
  });

  it('gives no credit for time without a collector', () => {
    const limiter = new GcCPULimiter(0, 1);
    limiter.update(1000 * SECOND);

    expect(limiter.fill).toBe(0);
  });

  it('tells how much did not fit', () => {
    const limiter = full(1);
    limiter.startGCTransition(false, SECOND);
    limiter.finishGCTransition(SECOND + 7);

    expect(limiter.overflow).toBe(7);
  });

  it('holds back no sooner because its bucket shrank to what is in it, and time stood still', () => {
    const limiter = new GcCPULimiter(0, 4);
    limiter.addAssistTime(3 * SECOND);
    limiter.addIdleTime(SECOND);
    limiter.update(SECOND);
    limiter.resetCapacity(SECOND, 3);
    expect(limiter).toMatchObject({ limiting: false, fill: 3 * SECOND, capacity: 3 * SECOND });
    limiter.update(SECOND);
    expect(limiter).toMatchObject({ limiting: false, fill: 3 * SECOND, overflow: 0 });
  });

  it('takes an early time for nothing', () => {
    const limiter = new GcCPULimiter(100, 1);
    limiter.addAssistTime(50);
    limiter.update(99);
    expect(limiter).toMatchObject({ fill: 0, lastUpdate: 100 });

    limiter.startGCTransition(true, 100);
    limiter.finishGCTransition(90);
    expect(limiter).toMatchObject({ fill: 100, lastUpdate: 90 });
  });

  it('wants an update after 10 ms', () => {
    const limiter = new GcCPULimiter(0, 1);

    expect([limiter.needUpdate(10e6), limiter.needUpdate(10e6 + 1)]).toEqual([false, true]);
  });

  it('spills into a smaller bucket, and has room in a larger one', () => {
    const limiter = full(4);
    limiter.startGCTransition(false, SECOND);
    limiter.finishGCTransition(SECOND);
    limiter.resetCapacity(SECOND, 2);
    expect(limiter).toMatchObject({ fill: 2 * SECOND, capacity: 2 * SECOND, limiting: true });

    limiter.resetCapacity(SECOND, 2);
    expect(limiter.limiting).toBe(true);
    limiter.resetCapacity(SECOND, 8);
    expect(limiter.limiting).toBe(false);
  });

  it('insists on transitions that begin, end and change something', () => {
    const limiter = new GcCPULimiter(0, 1);
    expect(() => limiter.finishGCTransition(0)).toThrow('without starting one');
    expect(() => limiter.startGCTransition(false, 0)).toThrow('same state');
    limiter.startGCTransition(true, 0);
    expect(() => limiter.update(1)).toThrow('during transition');
  });

  it('never has more than a full bucket or less than an empty one', () => {
    const step = fc.tuple(fc.constantFrom('assist', 'idle', 'update'), fc.nat(2e9));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.array(step), (nprocs, steps) => {
        const limiter = new GcCPULimiter(0, nprocs);
        for (const [what, time] of steps) {
          if (what === 'assist') limiter.addAssistTime(time);
          else if (what === 'idle') limiter.addIdleTime(time);
          else limiter.update(limiter.lastUpdate + time);
          expect(limiter.fill).toBeGreaterThanOrEqual(0);
          expect(limiter.fill).toBeLessThanOrEqual(limiter.capacity);
          if (limiter.limiting) expect(limiter.fill).toBe(limiter.capacity);
        }
      }),
      { seed: 42, numRuns: 500 },
    );
  });
});
