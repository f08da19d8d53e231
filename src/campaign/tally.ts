/** Sums over the runs of a campaign. */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { Relation } from '../../spec/relation.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { JudgedPair } from '../engine/relations.ts';
import { AskedSizes } from '../program/asked.ts';
import type { Program } from '../program/program.ts';
import type { CampaignResult, JudgedInvariant, MarkTally } from './result.ts';
import { VariantSums } from './variant-sums.ts';

export class Tally {
  runs = 0;
  commands = 0;
  readonly #catalogue: readonly AnyInvariant[];
  readonly #judged: Float64Array;
  readonly #relations: readonly Relation[];
  /** By relation. */
  readonly #pairs = new Map<Relation, number>();
  readonly #effective: number[] = [];
  readonly #asked = new AskedSizes();
  readonly variants = new VariantSums();
  #marks: readonly Mark[] = [];
  /** Runs that reached a mark, by its id. */
  readonly #reached = new Map<string, number>();
  /** Runs that broke an invariant or a relation, by its id. */
  readonly #broke = new Map<string, number>();

  constructor(catalogue: readonly AnyInvariant[], relations: readonly Relation[]) {
    this.#catalogue = catalogue;
    this.#relations = relations;
    this.#judged = new Float64Array(catalogue.length);
  }

  /** Marks that a run reached. */
  get reached(): number {
    return this.#reached.size;
  }

  /** Marks that there are. */
  get marks(): number {
    return this.#marks.length;
  }

  add(outcome: Outcome, program: Program): void {
    this.#asked.add(program);
    this.runs += 1;
    this.commands += outcome.commands;
    for (const [i, judged] of outcome.judged.entries())
      this.#judged[i] = (this.#judged[i] as number) + judged;
    for (const [op, times] of outcome.effective.entries())
      this.#effective[op] = (this.#effective[op] ?? 0) + times;
    this.#marks = outcome.marks;
    for (const id of outcome.reached) this.#reached.set(id, (this.#reached.get(id) ?? 0) + 1);
  }

  addPairs(pairs: readonly JudgedPair[]): readonly JudgedPair[] {
    for (const { relation } of pairs)
      this.#pairs.set(relation, (this.#pairs.get(relation) ?? 0) + 1);
    return pairs;
  }

  /** @param ids  what one run broke; some perhaps twice */
  addBroken(ids: readonly string[]): void {
    for (const id of new Set(ids)) this.#broke.set(id, (this.#broke.get(id) ?? 0) + 1);
  }

  result(): Pick<
    CampaignResult,
    'runs' | 'commands' | 'effective' | 'asked' | 'invariants' | 'relations' | 'variants' | 'marks'
  > {
    const tallyOf = ({ id, holds }: AnyInvariant | Relation, judged: number): JudgedInvariant => {
      return { id, holds, judged, broken: this.#broke.get(id) ?? 0, vacuous: judged === 0 };
    };
    const invariants = this.#catalogue.map((each, i) => tallyOf(each, this.#judged[i] as number));
    const relations = this.#relations.map((each) => tallyOf(each, this.#pairs.get(each) ?? 0));
    const marks = this.#marks.map(({ id, when }): MarkTally => ({
      id,
      when,
      runs: this.#reached.get(id) ?? 0,
    }));
    const { runs, commands } = this;
    const variants = this.variants.sums;
    const effective = this.#effective;
    const asked = this.#asked.ranges;
    return { runs, commands, effective, asked, invariants, relations, variants, marks };
  }
}
