/**
 * What of a counterexample matters: the explain phase.
 *
 *     each command, fault and setting left out   ->  nothing breaks, something else does, or the same
 *     each size moved down and up                ->  how far the same still breaks
 *
 * It only runs variants and never makes the program smaller: that is the shrinker's business. So of two commands that stand
 * in for each other, both come out as not needed.
 *
 * A size is tried next to itself, then at the sizes where the subject's behaviour changes, near ones first, and the place
 * where it ends is found by halves. What is said of the sizes between is what is so at the ends.
 */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { HeapConfig, SubjectDefinition } from '../../spec/subject.ts';
import { keepCommands, removeRange } from '../program/edit.ts';
import { DEFAULT_GEOMETRY, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { execute } from './execute.ts';
import type { Outcome } from './outcome.ts';
import { explanationOf, judgePairs } from './relations.ts';
import { equalSizes, slotsOf, withNumbers } from './shrink/numbers.ts';
import type { Slot } from './shrink/numbers.ts';
import { COMMON_EDGES } from './shrink/sizes.ts';

/** Most commands, up to the one that broke, of a program that is explained. */
const COMMANDS_MAX = 40;
/** Runs of programs that it may take. */
const RUNS_MAX = 300;
/** Which edges from a size on are tried: all near it, then ever fewer. */
const NEAR_EDGES: readonly number[] = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/** What a program is run on and judged by. */
export interface Judges {
  readonly subject: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
  /** Where a relation broke: that one. */
  readonly relation?: Relation | undefined;
}

/** What happens without a part of the program: nothing breaks, the same does, another invariant, or the subject breaks down. */
export type Without =
  | { readonly breaks: 'nothing' | 'same' | 'down' }
  | { readonly breaks: 'another'; readonly invariant: string };

/** A part of the heap's line, or a fault. */
export type Setting = 'procs' | 'geometry' | 'gogc' | 'limit' | 'checkmark' | number;

/** The sizes from `low` to `high`, both tried, for which the same breaks. */
export interface SizeRange {
  readonly low: number;
  readonly high: number;
  /** Whether no larger one was tried. */
  readonly isOpen: boolean;
}

/** One size of the program, and how far it may vary alone. */
export interface FreeSize extends SizeRange {
  /** Index of the command, and which of its numbers: 1 is a, 2 is b, 3 is c. */
  readonly index: number;
  readonly column: number;
}

/** Equal sizes that only vary together. */
export interface FreeSizes extends SizeRange {
  /** Indexes of the commands. */
  readonly indexes: readonly number[];
}

export interface Explained {
  /** By command, up to the one that broke. */
  readonly commands: readonly Without[];
  /** Of those that are not as usual; a fault is its index. */
  readonly settings: readonly { readonly setting: Setting; readonly without: Without }[];
  /** Of the commands that are needed. */
  readonly sizes: readonly FreeSize[];
  readonly together: readonly FreeSizes[];
  /** Runs of programs that it took. */
  readonly runs: number;
  /** False when the runs were used up before each size was tried. */
  readonly complete: boolean;
}

/** Why there is nothing to say. */
export type Unexplained =
  /** There are too many commands up to the one that broke. */
  | { readonly why: 'too-long'; readonly commands: number; readonly commandsMax: number }
  /** Run again, the program does not break the same: nothing can be said by running others. */
  | { readonly why: 'not-repeated' };

/**
 * Reruns variants of a program that breaks something: a pure function, as far as the subject is one.
 *
 * @param finding  what the program breaks
 * @param runs     that it may take at most
 */
export function explain(
  program: Program,
  finding: Finding,
  judges: Judges,
  runs = RUNS_MAX,
): Explained | Unexplained {
  const told = upTo(program, finding, judges);
  const count = commandCount(told);
  if (count > COMMANDS_MAX) return { why: 'too-long', commands: count, commandsMax: COMMANDS_MAX };
  const variants = new Variants(finding, judges, runs);
  if (!variants.breaksSame(told)) return { why: 'not-repeated' };
  const commands = Array.from({ length: count }, (_, index) =>
    variants.without(removeRange(told, index, index + 1)),
  );
  const settings = plainer(told).map(({ setting, program: other }) => {
    return { setting, without: variants.without(other) };
  });
  const edges = judges.subject.edges.length > 0 ? judges.subject.edges : COMMON_EDGES;
  const isNeeded = ({ index }: Slot): boolean => commands[index]?.breaks !== 'same';
  const slots = slotsOf(told).filter((slot) => isPlainSize(slot) && isNeeded(slot));
  return { commands, settings, ...freedom(told, { slots, edges, variants }), ...variants.spent };
}

/** Without what comes after it broke. Where a relation broke, what is rewritten may hang on all of it. */
function upTo(program: Program, { step }: Finding, { relation }: Judges): Program {
  return relation === undefined ? keepCommands(program, (index) => index <= step) : program;
}

/** The program with each setting that is not as usual as usual, and without each fault. */
function plainer(
  program: Program,
): readonly { readonly setting: Setting; readonly program: Program }[] {
  const { heap } = program;
  const usual: readonly (readonly [Setting, boolean, Partial<HeapConfig>])[] = [
    ['procs', heap.procs !== 1, { procs: 1 }],
    ['geometry', heap.geometry !== DEFAULT_GEOMETRY, { geometry: DEFAULT_GEOMETRY }],
    ['gogc', heap.gogc !== undefined, { gogc: undefined }],
    ['limit', heap.memoryLimit !== undefined, { memoryLimit: undefined }],
    ['checkmark', heap.checkmark === true, { checkmark: undefined }],
    ...heap.faults.map((_, at) => {
      return [at, true, { faults: heap.faults.filter((__, i) => i !== at) }] as const;
    }),
  ];
  return usual
    .filter(([, isUnusual]) => isUnusual)
    .map(([setting, , change]) => {
      return { setting, program: { ...program, heap: { ...heap, ...change } } };
    });
}

/** Sizes that no block can have are cases of their own. */
function isPlainSize({ value, isSize }: Slot): boolean {
  return isSize && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

interface Tried {
  /** Sizes that are moved. */
  readonly slots: readonly Slot[];
  readonly edges: readonly number[];
  readonly variants: Variants;
}

/** How far each size may vary alone, and those that may not with their equals. */
function freedom(
  program: Program,
  { slots, edges, variants }: Tried,
): Pick<Explained, 'sizes' | 'together'> {
  const rangeOf = (group: readonly Slot[]): SizeRange | undefined =>
    variants.range((group[0] as Slot).value, edges, (size) =>
      withNumbers(program, group, () => size),
    );
  const sizes = slots.flatMap((slot) => {
    const { index, column } = slot;
    const range = rangeOf([slot]);
    return range === undefined ? [] : [{ index, column, ...range }];
  });
  const isFixed = (slot: Slot): boolean =>
    sizes.some(
      ({ index, column, low, high }) =>
        index === slot.index && column === slot.column && low === high,
    );
  const together = equalSizes(slots)
    .filter((group) => group.length > 1 && group.some(isFixed))
    .flatMap((group) => {
      const range = rangeOf(group);
      if (range === undefined || range.low === range.high) return [];
      return [{ indexes: [...new Set(group.map(({ index }) => index))], ...range }];
    });
  return { sizes, together };
}

/** Runs programs and compares what they break with what was found. */
class Variants {
  #runs = 0;
  #isOver = false;
  readonly #finding: Finding;
  readonly #judges: Judges;
  readonly #runsMax: number;

  constructor(finding: Finding, judges: Judges, runsMax: number) {
    this.#finding = finding;
    this.#judges = judges;
    this.#runsMax = runsMax;
  }

  get spent(): Pick<Explained, 'runs' | 'complete'> {
    return { runs: this.#runs, complete: !this.#isOver };
  }

  breaksSame(program: Program): boolean {
    return this.without(program).breaks === 'same';
  }

  /** @param program  without the part in question */
  without(program: Program): Without {
    this.#runs += 1;
    const { broken, brokeDown } = brokenBy(program, this.#finding, this.#judges);
    if (broken.includes(this.#finding.invariant)) return { breaks: 'same' };
    const [invariant] = broken;
    if (invariant !== undefined) return { breaks: 'another', invariant };
    return { breaks: brokeDown ? 'down' : 'nothing' };
  }

  /**
   * The sizes around `value` for which the same breaks; undefined when the runs are used up.
   *
   * @param withSize  the program with that size
   */
  range(
    value: number,
    edges: readonly number[],
    withSize: (size: number) => Program,
  ): SizeRange | undefined {
    const below = edges.filter((edge) => edge > 1 && edge < value - 1).toReversed();
    const above = edges.filter((edge) => edge > value + 1);
    const down = [...new Set([value - 1, ...spaced(below), 1, 0])].filter(
      (size) => size >= 0 && size < value,
    );
    const up = [value + 1, ...spaced(above)];
    const breaks = (size: number): boolean => this.breaksSame(withSize(size));
    const low = this.#reach(value, down, breaks);
    const high = this.#reach(value, up, breaks);
    if (this.#isOver) return undefined;
    return { low, high, isOpen: high === up.at(-1) };
  }

  /** How far from `value` towards the last of `tries` it breaks; by halves once one of them does not. */
  #reach(value: number, tries: readonly number[], breaks: (size: number) => boolean): number {
    let breaking = value;
    for (const tried of tries) {
      if (this.#isUsedUp()) return breaking;
      if (breaks(tried)) {
        breaking = tried;
        continue;
      }
      let holding = tried;
      while (Math.abs(holding - breaking) > 1 && !this.#isUsedUp()) {
        const middle = Math.trunc((holding + breaking) / 2);
        if (breaks(middle)) breaking = middle;
        else holding = middle;
      }
      return breaking;
    }
    return breaking;
  }

  #isUsedUp(): boolean {
    this.#isOver ||= this.#runs >= this.#runsMax;
    return this.#isOver;
  }
}

/** Near ones all, then ever fewer, and the last. */
function spaced(edges: readonly number[]): readonly number[] {
  const last = edges.length - 1;
  return edges.filter((_, i) => i === last || NEAR_EDGES.includes(i));
}

/** What a program breaks: ids of invariants, or of the relation. */
function brokenBy(
  program: Program,
  { seed = 0 }: Finding,
  { subject, catalogue, relation }: Judges,
): { readonly broken: readonly string[]; readonly brokeDown: boolean } {
  if (relation === undefined) return brokenIn(execute(program, subject, catalogue));
  const [pair] = judgePairs([relation], { program, definition: subject, seed });
  if (pair?.finding === undefined) return { broken: [], brokeDown: false };
  const explanation = explanationOf(pair, subject, catalogue);
  if (explanation === undefined) return { broken: [relation.id], brokeDown: false };
  return brokenIn(explanation.outcome);
}

function brokenIn({ findings, brokeDown }: Outcome): ReturnType<typeof brokenBy> {
  return { broken: findings.map(({ invariant }) => invariant), brokeDown };
}
