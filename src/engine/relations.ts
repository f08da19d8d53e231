/** Judges relations: rewrites a program, runs both, and says where the two disagree. */
import { Prng } from '../base/prng.ts';
import type { Finding } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Trace } from '../../spec/trace.ts';
import { naiveLike } from '../../models/reference/naive-heap.ts';
import type { Program } from '../program/program.ts';
import { commandCount } from '../program/program.ts';
import { alignTrace, traceRun } from './trace-run.ts';

/** What two runs showed of a relation. */
export interface JudgedPair {
  readonly relation: Relation;
  /** Undefined when they agree. */
  readonly finding: Finding | undefined;
  readonly first: Program;
  readonly second: Program;
}

/** What relations are judged on. */
export interface PairSource {
  readonly program: Program;
  readonly definition: SubjectDefinition;
  /** What a rewriting draws from. */
  readonly seed: number;
}

/** The pairs that a program makes: one of each relation that has something to rewrite in it. */
export function judgePairs(
  relations: readonly Relation[],
  source: PairSource,
): readonly JudgedPair[] {
  const traced = new Traced(source.definition);
  return relations.flatMap((relation) => judgeOne(relation, source, traced) ?? []);
}

/** The pair that a program makes of one relation; undefined where it has nothing to be rewritten. */
export function judgePair(relation: Relation, source: PairSource): JudgedPair | undefined {
  return judgeOne(relation, source, new Traced(source.definition));
}

/** Those of some relations whose parts a subject has. */
export function applicableRelations(
  relations: readonly Relation[],
  definition: SubjectDefinition,
): readonly Relation[] {
  if (relations.length === 0) return relations;
  const [geometry = ''] = definition.geometries;
  const subject = definition.create({ procs: 1, geometry, faults: [] });
  const chosen = relations.filter(({ needs }) =>
    needs.every((part) => subject[part] !== undefined),
  );
  subject.dispose?.();
  return chosen;
}

function judgeOne(
  relation: Relation,
  { program, definition, seed }: PairSource,
  traced: Traced,
): JudgedPair | undefined {
  const pair = relation.rewrite(program, { prng: new Prng(seed), definition });
  if (pair === undefined) return undefined;
  const { first = program, second } = pair;
  const one = first === program ? traced.run(program) : traceRun(first, definition);
  const against = relation.against === 'reference' ? naiveLike(definition) : definition;
  const other = traceRun(second, against);
  const places = pair.places ?? ownPlaces(first);
  const disagreement = relation.agree(one, alignTrace(other, places));
  if (disagreement === undefined) return { relation, finding: undefined, first, second };
  const { step, ...violation } = disagreement;
  return { relation, finding: { invariant: relation.id, step, violation, seed }, first, second };
}

function ownPlaces(program: Program): readonly { readonly from: number; readonly to: number }[] {
  return Array.from({ length: commandCount(program) }, (_, i) => ({ from: i, to: i + 1 }));
}

/** The trace of the program itself, run once for all relations that begin with it. */
class Traced {
  readonly #definition: SubjectDefinition;
  #trace: Trace | undefined;

  constructor(definition: SubjectDefinition) {
    this.#definition = definition;
  }

  run(program: Program): Trace {
    this.#trace ??= traceRun(program, this.#definition);
    return this.#trace;
  }
}
