/**
 * A PI controller: it moves an output so that what is measured comes to where it should be.
 *
 *     output = kp * error + (the sum of errors over time, weighted by kp / ti)        error = setpoint - input
 *
 * The output is kept in `min`…`max`. What was cut off is fed back into the sum, weighted by 1 / tt, so that the sum
 * does not run away while the output is at its bound. Numbers that overflow set a flag, empty the sum, and give `min`.
 *
 * Source: Go 1.19 runtime/mgcpacer.go (piController).
 * Differs: `next` gives the output alone; `ok` says afterwards whether it was computed.
 */

/** How strongly it reacts, and where its output may lie. */
export interface PiTuning {
  /** Of the error, how much is answered at once. */
  readonly kp: number;
  /** Periods in which the sum makes up for as much; 0 for no sum at all. */
  readonly ti: number;
  /** Periods in which what was cut off leaves the sum again. */
  readonly tt: number;
  readonly min: number;
  readonly max: number;
}

export class PiController {
  /** Errors so far, weighted. */
  errIntegral = 0;
  /** Whether the sum ever overflowed. */
  errOverflow = false;
  /** Whether an input ever was so large that the output overflowed. */
  inputOverflow = false;
  /** Whether the last output was computed; otherwise it is `min` and stands for nothing. */
  ok = true;
  readonly #tuning: PiTuning;

  constructor(tuning: PiTuning) {
    this.#tuning = tuning;
  }

  /**
   * The next output.
   *
   * @param input     what was measured
   * @param setpoint  what it should be
   * @param period    time since the last call, in the unit of ti and tt
   */
  next(input: number, setpoint: number, period: number): number {
    const { kp, ti, tt, min, max } = this.#tuning;
    const error = setpoint - input;
    const raw = kp * error + this.errIntegral;
    this.ok = Number.isFinite(raw);
    if (!this.ok) {
      this.inputOverflow = true;
      this.errIntegral = 0;
      return min;
    }
    const output = Math.min(Math.max(raw, min), max);
    if (ti === 0 || tt === 0) return output;
    this.errIntegral += ((kp * period) / ti) * error + (period / tt) * (output - raw);
    this.ok = Number.isFinite(this.errIntegral);
    if (this.ok) return output;
    this.errOverflow = true;
    this.errIntegral = 0;
    return min;
  }
}
