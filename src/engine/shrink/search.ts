/**
 * A pass of the shrinker: a search from one program to smaller ones.
 *
 * It yields candidates and is told after each whether the candidate still fails; if so it goes on
 * from there. It need not know who asks: the shrinker runs the candidates, fast-check's stream
 * answers "no" to each and starts again from a candidate that failed.
 */
import { close, renumber } from '../../program/close.ts';
import type { Program } from '../../program/program.ts';

export type Pass = (program: Program) => Generator<Program, void, boolean>;

/** The program, closed and renumbered: the form in which candidates are compared and tried. */
export function tidy(program: Program): Program {
  return renumber(close(program));
}

/**
 * Candidates for smaller programs that do not depend on each other, each made from the last that
 * failed.
 */
export type Changes = (program: Program, place: number) => Iterable<Program>;

/**
 * Tries all changes at each place, from the last to the first.
 *
 * @param placesOf  how many places a program has
 */
export function* atEachPlace(
  program: Program,
  placesOf: (program: Program) => number,
  changes: Changes,
): Generator<Program, void, boolean> {
  let best = program;
  for (let place = placesOf(best) - 1; place >= 0; place -= 1) {
    for (const change of changes(best, place)) {
      const candidate = tidy(change);
      if (!(yield candidate)) continue;
      best = candidate;
      break;
    }
    place = Math.min(place, placesOf(best));
  }
}
