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
  /** Path from the root, below `models/`; of a project's own mutant, from the folder of its subject. */
  readonly file: string;
  /** Occurs exactly once in the file. Within one line, so that it outlives a new layout. */
  readonly find: string;
  readonly replace: string;
}

/** One edit, or several that only together are the fault. */
export type Patch = Edit | readonly Edit[];

/** The smallest program that shows a mutant, as the shrinker comes to it: it may have others, from other seeds. */
export interface Shortest {
  /** The commands. */
  readonly lines: readonly string[];
  /** What follows the subject's name in the `heap` line, where that matters. */
  readonly heap?: string;
  /** The seed whose campaign comes to this one; 1 when not given. */
  readonly seed?: number;
}

/** Where a project defines the subject that its mutants are made of. */
export interface Home {
  /** Of the source, TypeScript or JavaScript: `new URL('./pool.ts', import.meta.url)`. */
  readonly file: URL;
  /** The name under which the file exports the subject. */
  readonly name: string;
  /** What its sources may import by these names, whatever is installed. The workbench gives `allocheck`. */
  readonly packages?: Readonly<Record<string, object>>;
}

interface Fault {
  /** `<model>/<what-goes-wrong>`, also the path below models/mutants. */
  readonly id: string;
  /** Of a project's own mutant: the subject that it is a mutant of. Else the model that the id names. */
  readonly subject?: Home;
  /** What goes wrong, as a sentence without a full stop. */
  readonly story: string;
  /** The bugs that it is made after, or the rule that it breaks. */
  readonly sources: readonly [Source, ...Source[]];
  readonly patch: Patch;
  /**
   * The release that really has it: the model mends what later releases mended, and this puts it
   * back.
   */
  readonly quirkOf?: 'go1.19';
}

/** A fault that some invariant must notice. */
export interface Mutant extends Fault {
  /** Ids of the invariants that must notice it: each catch has a finding of at least one. */
  readonly caughtBy: readonly [string, ...string[]];
  /** Programs within which a campaign finds it, whatever the seed: measured, times three or so. */
  readonly withinRuns: number;
  readonly shortest: Shortest;
}

/** A change that no program can tell from the model: whoever reports it reports something that is not so. */
export interface EquivalentMutant extends Fault {
  /** Why nothing that anybody relies on changes. */
  readonly equivalent: string;
}

export type AnyMutant = Mutant | EquivalentMutant;

export function defineMutant<M extends AnyMutant>(mutant: M): M {
  return Object.freeze(mutant);
}

export function isEquivalent(mutant: AnyMutant): mutant is EquivalentMutant {
  return 'equivalent' in mutant;
}
