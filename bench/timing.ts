/**
 * CPU time of loops, measured side by side.
 *
 * The clock also counts what other processes take from a shared machine, so CPU time is read instead.
 * Contenders take turns, a slice of some milliseconds each: a disturbance hits all of them. Of the
 * slices the lower quartile counts, since noise only ever adds.
 */

/** CPU time of this process so far, in nanoseconds. */
export function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** How much measuring: enough for figures, or only enough to run every line. */
export interface Effort {
  /** CPU time that each contender runs before it is measured, in nanoseconds. */
  readonly warmUpNs: number;
  /** CPU time of a slice at least, in nanoseconds. */
  readonly sliceNs: number;
  readonly slices: number;
}

export const FULL: Effort = { warmUpNs: 200e6, sliceNs: 3e6, slices: 13 };
export const SMOKE: Effort = { warmUpNs: 0, sliceNs: 0, slices: 1 };

/** Something that can be repeated. */
export interface Contender {
  /** Operations of a round. */
  readonly unit: number;
  run(rounds: number): unknown;
}

/** Nanoseconds of CPU time per operation of each contender, in their order. */
export function compare(contenders: readonly Contender[], effort: Effort): readonly number[] {
  const rounds = contenders.map((contender) => warmUp(contender, effort));
  const slices = contenders.map((): number[] => []);
  for (let slice = 0; slice < effort.slices; slice += 1) {
    for (const [i, contender] of contenders.entries()) {
      const took = timeOf(contender, rounds[i] as number);
      slices[i]!.push(took / ((rounds[i] as number) * contender.unit));
    }
  }
  return slices.map(lowerQuartile);
}

/** Runs a contender until it is warm; how many rounds make a slice. */
function warmUp(contender: Contender, { warmUpNs, sliceNs }: Effort): number {
  let total = 0;
  for (let rounds = 1; ; rounds *= 2) {
    const took = timeOf(contender, rounds);
    total += took;
    if (took < sliceNs) continue;
    while (total < warmUpNs) total += timeOf(contender, rounds);
    // Cold code is slow, so a slice of warm code may need more rounds.
    if (timeOf(contender, rounds) >= sliceNs) return rounds;
  }
}

function timeOf(contender: Contender, rounds: number): number {
  const start = cpuNs();
  contender.run(rounds);
  return cpuNs() - start;
}

/** The figure that a quarter of the figures are below, or the least of up to three. */
export function lowerQuartile(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 4)] ?? NaN;
}
