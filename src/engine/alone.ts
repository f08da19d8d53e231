/**
 * A quick look at whether a program may break one invariant: the run is judged by that one and no other.
 *
 * Whether the others hold at that step, or one of them broke before, it does not say. But where this one holds alone it holds
 * among all, and most of what a shrinker tries breaks nothing.
 */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { movesOf } from '../program/churn.ts';
import type { Program } from '../program/program.ts';
import { execute } from './execute.ts';
import { PERIOD_MIN } from './judge.ts';

/** For one catalogue and one of its invariants. */
export class Alone {
  readonly #definition: SubjectDefinition;
  readonly #judges: readonly AnyInvariant[];

  constructor(definition: SubjectDefinition, catalogue: readonly AnyInvariant[], id: string) {
    this.#definition = definition;
    this.#judges = catalogue.filter((invariant) => invariant.id === id);
  }

  /** False only where a run that is judged by all does not break it either. */
  mayBreak(program: Program): boolean {
    // In a longer run, how often the whole state is judged depends on who judges.
    if (this.#judges.length === 0 || movesOf(program) >= PERIOD_MIN) return true;
    return execute(program, this.#definition, this.#judges).findings.length > 0;
  }
}
