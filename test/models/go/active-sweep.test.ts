// Goal: sweeping is done when the sets are drained and nobody is at it, and not before.
import { describe, expect, it } from 'vitest';
import { ActiveSweep } from '../../../models/go/active-sweep.ts';

describe('who sweeps', () => {
  it('is nobody before the first cycle, when nothing is left to sweep', () => {
    const sweep = new ActiveSweep();
    expect([sweep.isDone, sweep.begin(), sweep.markDrained()]).toEqual([true, false, false]);
  });

  it('is not done while somebody is at it, drained or not', () => {
    const sweep = new ActiveSweep();
    sweep.reset();
    expect([sweep.begin(), sweep.begin(), sweep.markDrained(), sweep.markDrained()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect([sweep.isDone, sweep.begin()]).toEqual([false, false]);
    sweep.end();
    expect(sweep.isDone).toBe(false);
    sweep.end();
    expect(sweep.isDone).toBe(true);
  });

  it('is a fault where more end than began, or a cycle starts while somebody is at it', () => {
    const sweep = new ActiveSweep();
    expect(() => sweep.end()).toThrow('mismatched begin/end of activeSweep');
    sweep.reset();
    sweep.begin();
    expect(() => sweep.reset()).toThrow('active sweepers found at start of mark phase');
  });
});
