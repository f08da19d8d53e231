/** Judges relations: rewrites a program, runs both, and says where the two disagree. */
import { Prng, mixSeed } from '../base/prng.ts';
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Pair, Place, Relation, TracePair } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Trace } from '../../spec/trace.ts';
import { naiveLike } from '../../models/reference/naive-heap.ts';
import type { Program } from '../program/program.ts';
import { commandCount } from '../program/program.ts';
import { execute } from './execute.ts';
import type { Outcome } from './outcome.ts';
import { alignTrace, traceRun } from './trace-run.ts';

/** What two runs showed of a relation. */
export interface JudgedPair {
  readonly relation: Relation;
  /** Undefined when they agree. */
  readonly finding: Finding | undefined;
  readonly first: Program;
  readonly second: Program;
  /** Where the commands of the first stand in the second. */
  readonly places: readonly Place[];
  /** Both runs as they were compared: the second by the commands of the first. */
  readonly traces: TracePair;
}

/** A pair that disagrees. */
export interface BrokenPair extends JudgedPair {
  readonly finding: Finding;
}

/** What relations are judged on. */
export interface PairSource {
  readonly program: Program;
  readonly definition: SubjectDefinition;
  /** What a rewriting draws from. */
  readonly seed: number;
}

/**
 * The pairs that a program makes: one of each relation that has something to rewrite in it. Those that rewrite nothing come
 * first, so that the two runs follow each other; where they disagree all others mean little.
 */
export function judgePairs(
  relations: readonly Relation[],
  { program, definition, seed }: PairSource,
): readonly JudgedPair[] {
  const rewritten = relations.flatMap((relation): Rewritten | readonly [] => {
    const pair = relation.rewrite(program, { prng: new Prng(seed), definition });
    return pair === undefined ? [] : { ...pair, first: pair.first ?? program, relation, seed };
  });
  const isRepetition = ({ relation, first, second }: Rewritten): boolean =>
    first === second && relation.against === undefined;
  const traced = new Traced(definition, program);
  return [
    ...rewritten.filter(isRepetition),
    ...rewritten.filter((each) => !isRepetition(each)),
  ].map((each) => judgePair(each, traced));
}

/**
 * Programs of a campaign for each relation that it judges: on every so many-th times the number of relations all of them
 * are judged. So they take the same share of its time, some 8 %, however many they are.
 */
export const PROGRAMS_PER_RELATION = 5;

/**
 * The pairs that program `run` of a campaign makes; none but of every so many-th, from the first on. What the rewritings
 * draw is a function of the campaign's seed and of `run`.
 */
export function judgeRelations(
  relations: readonly Relation[],
  program: Program,
  { definition, seed, run }: Omit<PairSource, 'program'> & { readonly run: number },
): readonly JudgedPair[] {
  if (relations.length === 0 || run % (PROGRAMS_PER_RELATION * relations.length) !== 0) return [];
  return judgePairs(relations, { program, definition, seed: mixSeed(seed, run) });
}

/** The programs of a pair that break an invariant: then it is no wonder that they disagree. */
export interface Explanation {
  readonly program: Program;
  readonly outcome: Outcome;
}

/**
 * What an invariant says of the pair; undefined when all hold on both sides. A run that broke down explains it too, also
 * where no invariant was asked that says so.
 */
export function explanationOf(
  { relation, first, second }: JudgedPair,
  definition: SubjectDefinition,
  catalogue: readonly AnyInvariant[],
): Explanation | undefined {
  for (const program of relation.against === undefined ? [first, second] : [first]) {
    const outcome = execute(program, definition, catalogue);
    if (outcome.findings.length > 0 || outcome.brokeDown) return { program, outcome };
  }
  return undefined;
}

/** The pairs of a program that disagree where every invariant holds. */
export function brokenPairs(
  relations: readonly Relation[],
  source: PairSource,
  catalogue: readonly AnyInvariant[],
): readonly BrokenPair[] {
  return judgePairs(relations, source).filter(
    (pair): pair is BrokenPair =>
      pair.finding !== undefined && explanationOf(pair, source.definition, catalogue) === undefined,
  );
}

/** Those of some relations whose parts a subject has. */
export function applicableRelations(
  relations: readonly Relation[],
  definition: SubjectDefinition,
): readonly Relation[] {
  if (relations.length === 0) return relations;
  const [geometry = ''] = definition.geometries;
  const subject = definition.create({ procs: 1, geometry, faults: [] });
  const chosen = relations.filter(
    ({ needs, suits = () => true, against }) =>
      needs.every((part) => subject[part] !== undefined) &&
      suits(definition) &&
      // Nobody promises that a process of its own has the same addresses again.
      subject.contents === undefined &&
      // The reference is asked by no functions of C's family.
      (against === undefined || subject.contract === undefined),
  );
  subject.dispose?.();
  return chosen;
}

/** A pair before it ran. */
interface Rewritten extends Pair {
  readonly relation: Relation;
  readonly first: Program;
  readonly seed: number;
}

function judgePair(
  { relation, first, second, places = ownPlaces(first), seed }: Rewritten,
  traced: Traced,
): JudgedPair {
  const one = traced.first(first);
  const other = alignTrace(traced.second(second, relation.against), places);
  const disagreement = relation.agree(one, other);
  const judged = { relation, first, second, places, traces: { first: one, second: other } };
  if (disagreement === undefined) return { ...judged, finding: undefined };
  const { step, ...violation } = disagreement;
  return { ...judged, finding: { invariant: relation.id, step, violation, seed } };
}

function ownPlaces(program: Program): readonly Place[] {
  return Array.from({ length: commandCount(program) }, (_, i) => ({ from: i, to: i + 1 }));
}

/** Runs programs; the one that the others are made from only once, for all relations that begin with it. */
class Traced {
  readonly #definition: SubjectDefinition;
  readonly #program: Program;
  #trace: Trace | undefined;

  constructor(definition: SubjectDefinition, program: Program) {
    this.#definition = definition;
    this.#program = program;
  }

  first(program: Program): Trace {
    if (program !== this.#program) return traceRun(program, this.#definition);
    this.#trace ??= traceRun(program, this.#definition);
    return this.#trace;
  }

  second(program: Program, against: Relation['against']): Trace {
    const definition = against === undefined ? this.#definition : naiveLike(this.#definition);
    return traceRun(program, definition);
  }
}
