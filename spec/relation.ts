/**
 * A relation: a statement about two runs of one subject.
 *
 * An invariant asks whether a state is right. What a state should be is not always known; but often how two runs
 * should relate is: the same program twice gives the same run, and one with its processors renamed the same but for the
 * names. So a relation is a rewriting of programs, and what must agree when both have run.
 *
 * The rewriting may draw, from numbers that are drawn for it once. What it draws should not depend on how long the program
 * is: a program whose runs disagree is made smaller by running and rewriting smaller ones.
 */
import type { Prng } from '../src/base/prng.ts';
import type { Program } from '../src/program/program.ts';
import type { Source } from './sources.ts';
import type { Subject, SubjectDefinition } from './subject.ts';
import type { Disagreement, Trace } from './trace.ts';

/** The commands of the second program that one of the first became: `from` (included) to `to` (excluded). */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Two programs whose runs are put side by side. */
export interface Pair {
  /** What runs first, where that is not the program as it is: without commands of which nothing can be said. */
  readonly first?: Program;
  readonly second: Program;
  /**
   * By command of the first program. Commands of the second that are in no place are not compared. Each stands at its
   * own place where nothing else is said.
   */
  readonly places?: readonly Place[];
}

/** What a rewriting may go by besides the program. */
export interface Surroundings {
  readonly prng: Prng;
  readonly definition: SubjectDefinition;
}

/** Two runs that agree, or do not. */
export interface TracePair {
  readonly first: Trace;
  readonly second: Trace;
}

export interface Relation {
  /** `relation/<kebab-case>`, or `<name of a project>/…`; the last part is also the file below spec/relations. */
  readonly id: string;
  /** Completes "it always holds that …". */
  readonly holds: string;
  /** What goes wrong otherwise. */
  readonly because: string;
  readonly sources: readonly [Source, ...Source[]];
  /** The optional parts that a subject must have. */
  readonly needs: readonly (keyof Subject)[];
  /** Whether it says anything of a subject that has these; of each where not given. */
  readonly suits?: (definition: SubjectDefinition) => boolean;
  /** What the second program runs on; the same subject where not given. */
  readonly against?: 'reference';
  /** The pair that a program makes; undefined where it has nothing to be rewritten. */
  readonly rewrite: (program: Program, surroundings: Surroundings) => Pair | undefined;
  readonly agree: (first: Trace, second: Trace) => Disagreement | undefined;
  /** Built with spec/fixtures. */
  readonly examples: {
    readonly agrees: readonly TracePair[];
    readonly disagrees: readonly TracePair[];
  };
}

export function defineRelation(relation: Relation): Relation {
  return Object.freeze(relation);
}
