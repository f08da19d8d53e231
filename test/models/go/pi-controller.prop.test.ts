// Goal: finite numbers never make a PI controller say one that is none, or one out of its bounds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PiController } from '../../../models/go/pi-controller.ts';

const CONS_MARK = { kp: 0.9, ti: 4, tt: 1000, min: -1000, max: 1000 };
const SCAVENGER = { kp: 0.3375, ti: 3.2e6, tt: 1e9, min: 0.001, max: 1000 };

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a PI controller', () => {
  it.each([
    ['consMark', CONS_MARK],
    ['the scavenger', SCAVENGER],
  ])('tuned for %s stays in its bounds for all finite inputs', (_, tuning) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite, finite)), (samples) => {
        const pi = new PiController(tuning);
        for (const [input, setpoint, period] of samples) {
          const output = pi.next(input, setpoint, period);
          expect(output).toBeGreaterThanOrEqual(tuning.min);
          expect(output).toBeLessThanOrEqual(tuning.max);
          expect(Number.isFinite(pi.errIntegral)).toBe(true);
          if (!pi.ok) expect([output, pi.errIntegral]).toEqual([tuning.min, 0]);
        }
      }),
      { seed: 42, numRuns: 1000 },
    );
  });

  it('comes to a setpoint that stays', () => {
    const pi = new PiController(CONS_MARK);
    let output = 0;
    for (let i = 0; i < 200; i += 1) output = pi.next(output, 7, 1);

    expect(output).toBeCloseTo(7, 6);
  });

  it('falls below 0 when the setpoint falls, which is why consMark is not smoothed by it', () => {
    const pi = new PiController(CONS_MARK);
    const first = pi.next(0, 1, 1);

    expect(pi.next(first, 0.01, 1)).toBeLessThan(0);
  });

  it('tells an input that is too large from an error that is', () => {
    const inputs = new PiController(CONS_MARK);
    inputs.next(-1e308, 1e308, 1);
    expect(inputs).toMatchObject({ ok: false, inputOverflow: true, errOverflow: false });

    const errors = new PiController(CONS_MARK);
    errors.next(0, 1e300, 1e10);
    expect(errors).toMatchObject({ ok: false, inputOverflow: false, errOverflow: true });

    errors.next(0, 1, 1);
    expect(errors).toMatchObject({ ok: true, errOverflow: true });
  });

  it('has no memory without time constants', () => {
    const pi = new PiController({ kp: 2, ti: 0, tt: 0, min: 0, max: 10 });

    expect([pi.next(0, 3, 1), pi.next(0, 3, 1)]).toEqual([6, 6]);
  });
});
