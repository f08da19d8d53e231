/**
 * The kill matrix: which invariant notices which mutant. Plain data; the reports turn it into text, JSON and a page.
 *
 * Two gates: each mutant is caught from every seed by an invariant that it names, but for the equivalent ones, which
 * nothing may notice; and each invariant catches a mutant.
 */
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant } from '../../models/mutants/mutant.ts';
import { BREAKDOWN } from './trial.ts';
import type { Trial } from './trial.ts';

/** A trial, with the seconds that it took. */
export interface TimedTrial extends Trial {
  readonly seconds: number;
}

/** All trials of a mutant. */
export interface Tries {
  readonly mutant: AnyMutant;
  /** By seed. Fewer than there are seeds where one of them hung. */
  readonly trials: readonly TimedTrial[];
}

export interface MatrixRow extends Tries {
  /** Whether each trial gave what it should: a catch, or nothing where the mutant is an equivalent one. */
  readonly ok: boolean;
  /** Ids of all that noticed the mutant, those that did from most seeds first. */
  readonly killedBy: readonly string[];
}

export interface KillMatrix {
  /** Ids of the invariants that were judged. */
  readonly invariants: readonly string[];
  readonly seeds: readonly number[];
  /** In order of the mutants' ids. */
  readonly rows: readonly MatrixRow[];
  /** The mutants that each invariant or relation catches: those that name it and that it broke in, by id. */
  readonly catches: ReadonlyMap<string, readonly string[]>;
  /** Ids of the invariants that catch none, but for the one that tells of crashes. */
  readonly idle: readonly string[];
}

/** @param judges  ids of the invariants and relations that were judged */
export function killMatrix(
  judges: { readonly invariants: readonly string[]; readonly relations: readonly string[] },
  seeds: readonly number[],
  tries: readonly Tries[],
): KillMatrix {
  const ids = [...judges.invariants, ...judges.relations];
  const catches = new Map(ids.map((id) => [id, caughtFrom(id, tries)]));
  const isIdle = (id: string): boolean => id !== BREAKDOWN && catches.get(id)?.length === 0;
  return {
    invariants: judges.invariants,
    seeds,
    rows: tries.map((each) => ({ ...each, ok: isOk(each), killedBy: killersOf(each) })),
    catches,
    idle: judges.invariants.filter(isIdle),
  };
}

function isOk({ mutant, trials }: Tries): boolean {
  const wanted = isEquivalent(mutant) ? 'missed' : 'caught';
  return trials.length > 0 && trials.every(({ verdict }) => verdict === wanted);
}

function killersOf({ trials }: Tries): readonly string[] {
  const times = new Map<string, number>();
  for (const id of trials.flatMap(({ kills }) => kills)) times.set(id, (times.get(id) ?? 0) + 1);
  return [...times].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([id]) => id);
}

function caughtFrom(id: string, tries: readonly Tries[]): readonly string[] {
  return tries
    .filter(({ mutant, trials }) => {
      const names = !isEquivalent(mutant) && mutant.caughtBy.includes(id);
      return names && trials.some(({ kills }) => kills.includes(id));
    })
    .map(({ mutant }) => mutant.id);
}
