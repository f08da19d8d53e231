import { describe, expect, it } from 'vitest';
import { MarkWorkers } from '../../../models/go/mark-workers.ts';

function planned(procs: number, periodic = false): MarkWorkers {
  const workers = new MarkWorkers();
  workers.plan(procs, periodic);
  return workers;
}

describe('mark workers', () => {
  it.each([
    [1, 0, 0.25],
    [2, 0, 0.25],
    [3, 0, 0.25],
    [4, 1, 0],
    [5, 1, 0],
    [6, 1, 0.5 / 6],
    [7, 2, 0],
    [8, 2, 0],
    [16, 4, 0],
  ])('of %i processors are %i, and the rest fractional', (procs, dedicated, fractional) => {
    expect(planned(procs)).toMatchObject({
      dedicatedMarkWorkersNeeded: dedicated,
      fractionalUtilizationGoal: fractional,
      maxIdleMarkWorkers: procs - dedicated,
    });
  });

  it.each([
    [2, 1],
    [8, 0],
  ])('of %i processors are %i idle ones when it was only time for a cycle', (procs, idle) => {
    expect(planned(procs, true).maxIdleMarkWorkers).toBe(idle);
  });

  it('start as dedicated ones first, then as fractional ones up to their share', () => {
    const workers = planned(6);

    expect(workers.start(0, 100)).toBe('dedicated');
    expect(workers.start(8, 100)).toBe('fractional');
    expect(workers.start(9, 100)).toBeUndefined();
    expect(workers.start(9, 0)).toBe('fractional');
    workers.stop('dedicated');
    workers.stop('fractional');
    expect(workers.start(9, 100)).toBe('dedicated');
  });

  it('start as fractional ones where they had just their share', () => {
    const workers = planned(1);
    expect([workers.start(25, 100), workers.start(26, 100)]).toEqual(['fractional', undefined]);
  });

  it('do not start where all are dedicated and at work', () => {
    const workers = planned(4);
    workers.start(0, 0);

    expect(workers.start(0, 0)).toBeUndefined();
  });

  it('are added while idle ones are wanted, and may be above a bound that was lowered', () => {
    const workers = planned(2);
    expect([1, 2, 3].map(() => workers.addIdleMarkWorker())).toEqual([true, true, false]);

    workers.setMaxIdleMarkWorkers(1);
    expect(workers.idleMarkWorkers).toBe(2);
    workers.stop('idle');
    workers.stop('idle');
    expect(() => workers.stop('idle')).toThrow('negative idle mark workers');
  });
});
