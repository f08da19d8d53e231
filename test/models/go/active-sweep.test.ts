// Goal: sweeping is done when the sets are drained and nobody is at it, and not before.
import { describe, expect, it } from 'vitest';
import { ActiveSweep } from '../../../models/go/active-sweep.ts';
import type { GoEvents } from '../../../spec/views/go.ts';

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

  it('tells its listener of each change, and that it is drained once', () => {
    const told: unknown[] = [];
    const events = { activeSweep: (...change: unknown[]) => told.push(change) };
    const sweep = new ActiveSweep(events as unknown as GoEvents);
    sweep.begin();
    sweep.reset();
    sweep.begin();
    sweep.begin();
    sweep.markDrained();
    sweep.markDrained();
    sweep.end();
    sweep.end();
    expect(told).toEqual([
      ['refused', 0],
      ['reset', 0],
      ['begun', 1],
      ['begun', 2],
      ['drained', 2],
      ['ended', 1],
      ['done', 0],
    ]);
  });

  it('is a fault where more end than began, or a cycle starts while somebody is at it', () => {
    const sweep = new ActiveSweep();
    expect(() => sweep.end()).toThrow('mismatched begin/end of activeSweep');
    sweep.reset();
    sweep.begin();
    expect(() => sweep.reset()).toThrow('active sweepers found at start of mark phase');
  });
});
