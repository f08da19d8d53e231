// Goal: a PI controller says when its output stands for nothing, and since when. Method: inputs that overflow the output,
// or the sum of errors, and the flags beside it.
import { describe, expect, it } from 'vitest';
import { PiController } from '../../../models/go/pi-controller.ts';

const TUNING = { kp: 0.5, ti: 2, tt: 4, min: -10, max: 10 };

const flags = ({ ok, inputOverflow, errOverflow }: PiController): readonly boolean[] => [
  ok,
  inputOverflow,
  errOverflow,
];

describe('a PI controller', () => {
  it('is in order at first, and after an output that it computed', () => {
    const pi = new PiController(TUNING);
    expect(flags(pi)).toEqual([true, false, false]);
    expect([pi.next(2, 6, 1), pi.errIntegral]).toEqual([2, 1]);
    expect(flags(pi)).toEqual([true, false, false]);
  });

  it('forgets its errors where the input overflows the output', () => {
    const pi = new PiController(TUNING);
    pi.next(2, 6, 1);
    expect([pi.next(-Infinity, 6, 1), pi.errIntegral]).toEqual([-10, 0]);
    expect(flags(pi)).toEqual([false, true, false]);
    pi.next(2, 6, 1);
    expect(flags(pi)).toEqual([true, true, false]);
  });

  it('forgets its errors where their sum overflows', () => {
    const pi = new PiController(TUNING);
    expect([pi.next(-Number.MAX_VALUE, 0, 16), pi.errIntegral]).toEqual([-10, 0]);
    expect(flags(pi)).toEqual([false, false, true]);
    pi.next(2, 6, 1);
    expect(flags(pi)).toEqual([true, false, true]);
  });

  it.each([
    ['ti', { ti: 0 }],
    ['tt', { tt: 0 }],
  ])('does not sum errors where %s is 0', (_, change) => {
    const pi = new PiController({ ...TUNING, ...change });
    expect([pi.next(2, 6, 1), pi.next(2, 6, 1), pi.errIntegral]).toEqual([2, 2, 0]);
  });

  it('corrects its sum by what the bounds took off its output', () => {
    const pi = new PiController(TUNING);
    // raw 20 is 10 too much: 0.5 / 2 * 40 - 10 / 4.
    expect([pi.next(0, 40, 1), pi.errIntegral]).toEqual([10, 7.5]);
  });
});
