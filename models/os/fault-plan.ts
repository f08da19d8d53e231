/**
 * The deviations that a program asks of the operating system: which calls it refuses, and where it
 * puts regions.
 */
import type { Fault, OsCall, Placement } from '../../spec/subject.ts';

export class FaultPlan {
  /** Of several placement faults the first holds. */
  readonly placement: Placement;
  readonly #faults: readonly Fault[];
  /** Calls so far, by kind. */
  readonly calls = { reserve: 0, map: 0 };

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
    const place = faults.find((fault) => fault.kind === 'place');
    this.placement = place === undefined ? 'adjacent' : place.placement;
  }

  /** Counts a call; whether it is to be refused. */
  refuses(call: OsCall): boolean {
    this.calls[call] += 1;
    const n = this.calls[call];
    return this.#faults.some(
      (fault) =>
        fault.kind === 'refuse' &&
        fault.call === call &&
        (fault.onwards ? n >= fault.k : n === fault.k),
    );
  }
}
