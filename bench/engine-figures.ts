/** What hunts come to: medians over the seeds, means over what was hunted, and two engines beside each other. */
import type { PreyHunts } from './engine-contest.ts';
import { evaluationsTo } from './engine-hunt.ts';
import type { Hunt, Shrunk } from './engine-hunt.ts';

/** A figure of two engines. */
export interface Versus {
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
  /** Times that ours is better. */
  readonly factor: number;
  /** Whether it is that much at least: what the other did not find would have taken it more. */
  readonly isLeast: boolean;
}

/** The middle one, of an even number the lower; NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => (a === b ? 0 : a - b));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

export function geometricMean(figures: readonly number[]): number {
  return Math.exp(mean(figures.map((figure) => Math.log(figure))));
}

export function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** The shrunk programs, of the hunts that found it. */
export function shrunkOf(hunts: readonly Hunt[]): readonly Shrunk[] {
  return hunts.flatMap(({ shrunk }) => (shrunk === undefined ? [] : [shrunk]));
}

/** Hunts that found it within so much of something. */
export function foundWithin(
  hunts: readonly Hunt[],
  what: (hunt: Hunt) => number,
  most: number,
): number {
  return hunts.filter((hunt) => hunt.shrunk !== undefined && what(hunt) <= most).length;
}

/** Of all that were hunted, those that an engine found from all seeds within so much. */
export function solvedWithin(
  preys: readonly PreyHunts[],
  engine: number,
  what: (hunt: Hunt) => number,
  most: number,
): number {
  return preys.filter(({ hunts }) => {
    const its = hunts[engine]!;
    return foundWithin(its, what, most) === its.length;
  }).length;
}

/** The median of a figure of finding; Infinity where most seeds did not. */
export function medianToFind(hunts: readonly Hunt[], what: (hunt: Hunt) => number): number {
  return median(
    hunts.map((hunt) => (hunt.shrunk === undefined ? Number.POSITIVE_INFINITY : what(hunt))),
  );
}

/** Commands of the smallest program that any hunt came to, or that was known before. */
export function shortestSeen({ shortest, hunts }: PreyHunts): number {
  return Math.min(shortest, ...shrunkOf(hunts.flat()).map(({ length }) => length));
}

/**
 * Engine 0 beside another one.
 *
 * A hunt that found nothing counts with all that it used up: it would have taken more. Shrinking is compared where both
 * found something to shrink.
 */
export function versus(preys: readonly PreyHunts[], engine: number): readonly Versus[] {
  const both = preys.filter(({ hunts }) =>
    [0, engine].every((i) => shrunkOf(hunts[i]!).length > 0),
  );
  const all = Number.POSITIVE_INFINITY;
  const programs = (hunt: Hunt): number => hunt.found.programs;
  const most = (what: string, of: (engine: number) => number): Versus => {
    const [ours, theirs] = [of(0), of(engine)];
    return { what, ours, theirs, factor: ours / theirs, isLeast: false };
  };
  const isFoundBy = (i: number): boolean =>
    preys.every(({ hunts }) => foundWithin(hunts[i]!, programs, all) === hunts[i]!.length);
  const isLeast = isFoundBy(0) && !isFoundBy(engine);
  const finding = (what: string, of: (hunt: Hunt) => number): Versus => ({
    ...least(what, engine, (i) =>
      geometricMean(preys.map(({ hunts }) => median(hunts[i]!.map(of)))),
    ),
    isLeast,
  });
  const shrinking = (what: string, of: (shrunk: Shrunk, target: number) => number): Versus =>
    least(what, engine, (i) =>
      geometricMean(
        both.map(({ hunts }) => {
          const target = Math.max(medianLength(hunts[0]!), medianLength(hunts[engine]!));
          // What was small enough at once took none.
          return Math.max(1, median(shrunkOf(hunts[i]!).map((each) => of(each, target))));
        }),
      ),
    );
  return [
    most('hunts that found it', (i) =>
      preys.reduce((sum, { hunts }) => sum + foundWithin(hunts[i]!, programs, all), 0),
    ),
    most('mutants found from all seeds', (i) => solvedWithin(preys, i, programs, all)),
    finding('programs until it broke', programs),
    finding('commands until it broke', ({ found }) => found.commands),
    finding('milliseconds until it broke', ({ found }) => found.ns / 1e6),
    {
      ...least('programs until as short as both', engine, (i) =>
        geometricMean(
          preys.map(({ hunts }) => programsUntil(hunts[i]!, [hunts[0]!, hunts[engine]!])),
        ),
      ),
      isLeast,
    },
    least('commands of the smallest program', engine, (i) =>
      mean(both.map(({ hunts }) => medianLength(hunts[i]!))),
    ),
    most('shrunk to the shortest known, %', (i) => shareAtShortest(both, i)),
    shrinking('evaluations until as short as both', (shrunk, target) =>
      evaluationsTo(shrunk, target),
    ),
    shrinking('evaluations until the smallest', (shrunk) => evaluationsTo(shrunk, shrunk.length)),
    shrinking('evaluations in all', ({ evaluations }) => evaluations),
    shrinking('milliseconds of shrinking', ({ ns }) => ns / 1e6),
  ];
}

/**
 * All that is run, the search and the shrinking, until a program is as short as what both engines come to; where only one
 * found something, as what that one comes to. What never comes to it counts with all it ran.
 */
function programsUntil(
  hunts: readonly Hunt[],
  both: readonly [readonly Hunt[], readonly Hunt[]],
): number {
  const lengths = both.map(medianLength).filter((length) => !Number.isNaN(length));
  const target = Math.max(...lengths);
  return median(
    hunts.map(({ found, shrunk }) => {
      const shrinking =
        shrunk === undefined ? 0 : Math.min(shrunk.evaluations, evaluationsTo(shrunk, target));
      return found.programs + shrinking;
    }),
  );
}

function least(what: string, engine: number, of: (engine: number) => number): Versus {
  const [ours, theirs] = [of(0), of(engine)];
  return { what, ours, theirs, factor: theirs / ours, isLeast: false };
}

function medianLength(hunts: readonly Hunt[]): number {
  return median(shrunkOf(hunts).map(({ length }) => length));
}

function shareAtShortest(preys: readonly PreyHunts[], engine: number): number {
  const isShortest = preys.flatMap((prey) => {
    const shortest = shortestSeen(prey);
    return shrunkOf(prey.hunts[engine]!).map(({ length }) => length === shortest);
  });
  return (100 * isShortest.filter(Boolean).length) / isShortest.length;
}
