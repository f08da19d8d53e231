/**
 * A mutant: one fault on purpose, written into a model's source. load.ts says how it comes to run.
 *
 * Mutants are the negative controls of the invariants: an invariant that no mutant breaks has not
 * been seen to look, and a mutant that no invariant breaks is a bug that we would not find. Each is
 * a mistake that somebody made or might make, and never one that only ends in a crash: a crash is
 * seen without any invariant.
 */
import type { Source } from '../../spec/sources.ts';

/** One replacement in the text of one file. */
export interface Edit {
  /** Path from the root, below `models/`. */
  readonly file: string;
  /** Occurs exactly once in the file. Within one line, so that it outlives a new layout. */
  readonly find: string;
  readonly replace: string;
}

/** One edit, or several that only together are the fault. */
export type Patch = Edit | readonly Edit[];

export interface Mutant {
  /** `<model>/<what-goes-wrong>`, also the path below models/mutants. */
  readonly id: string;
  /** What goes wrong, as a sentence without a full stop. */
  readonly story: string;
  /** The bugs that it is made after, or the rule that it breaks. */
  readonly sources: readonly [Source, ...Source[]];
  readonly patch: Patch;
  /** Ids of the invariants that must notice it: each catch has a finding of at least one. */
  readonly caughtBy: readonly [string, ...string[]];
  /**
   * The release that really has it: the model mends what later releases mended, and this puts it
   * back.
   */
  readonly quirkOf?: 'go1.19';
  /** Programs within which a campaign finds it, whatever the seed: measured, times three or so. */
  readonly withinRuns: number;
}

export function defineMutant(mutant: Mutant): Mutant {
  return Object.freeze(mutant);
}
