/**
 * The shrinker: from a program that fails to the smallest that fails the same way.
 *
 *     delete much -> plainer setting -> delete little -> simpler commands -> smaller numbers -> order
 *       ^                                                                                          |
 *       +------------------------ until a whole round changes nothing ----------------------------+
 *
 * Every subsequence of a program is a program, so a pass only proposes; nothing is ever repaired.
 * What is proposed is closed, renumbered, and run once at most. It is kept when it fails and is
 * smaller (shrink/order.ts), so the search ends, and it is a function of the program and of `fails`
 * alone.
 *
 * Each round ends at a local minimum: no pass can make a smaller program in one step. Where few commands are left, all that
 * might stand in the place of two of them is tried as well, and all shorter programs of the same commands (shrink/shorter.ts):
 * so the result says of many programs that none is shorter.
 *
 * A long program, which a trace is, goes through rounds of coarse passes first, and what is left of it through a few more
 * at the end.
 */
import { removeRange } from '../program/edit.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { numberText } from '../program/words.ts';
import { isSmaller } from './shrink/order.ts';
import { COMMON } from './shrink/nature.ts';
import type { Nature } from './shrink/nature.ts';
import { COARSE, LAST, passesFor, thoroughFor } from './shrink/passes.ts';
import { tidy } from './shrink/search.ts';
import type { Pass } from './shrink/search.ts';
import { shorterPrograms } from './shrink/shorter.ts';

/** Commands from which on a program is long: a trace, not a generated one. */
const LONG_MIN = 1000;

/** Runs of programs that a shrink may take when nothing else is said. */
const EVALUATIONS_MAX = 3000;

export interface ShrinkLimits {
  /** Runs of programs. */
  readonly evaluations?: number | undefined;
  /** What is known of the subject. */
  readonly nature?: Nature;
  /** Index of the command of the program behind which it was seen to fail: it is tried first whether it needs to go on. */
  readonly failedAt?: number | undefined;
  /** Whether few commands are tried to be replaced by fewer of any kind, and all shorter programs; true by default. */
  readonly thorough?: boolean;
}

export interface Shrunk {
  readonly program: Program;
  /** Runs of programs that it took. */
  readonly evaluations: number;
  /**
   * Whether no pass finds anything smaller; false when the runs were used up first, or the failure
   * did not repeat.
   */
  readonly complete: boolean;
  /**
   * How many programs there are with fewer commands of the same kinds and numbers, none of which fails (shrink/shorter.ts).
   * Undefined where they were too many to be tried.
   */
  readonly shorter: number | undefined;
}

/**
 * The smallest program found that fails.
 *
 * @param program  fails
 * @param fails    whether a candidate fails in the same way; a pure function
 */
export function shrink(
  program: Program,
  fails: (candidate: Program) => boolean,
  limits: ShrinkLimits = {},
): Shrunk {
  const steps = shrinking(program, fails, limits);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

/**
 * The same, step by step, for whoever must be able to stop.
 *
 * @yields   evaluations so far, after each; goes on when `next` is given true
 * @returns  the smallest found by then
 */
export function* shrinking(
  program: Program,
  fails: (candidate: Program) => boolean,
  limits: ShrinkLimits = {},
): Generator<number, Shrunk, boolean> {
  const { evaluations = EVALUATIONS_MAX, nature = COMMON, thorough = true } = limits;
  const search = new Search(program, fails, evaluations);
  const passes = passesFor(nature);
  if (!search.start(limits.failedAt)) {
    return { program, evaluations: search.evaluations, complete: false, shorter: undefined };
  }
  yield* search.rounds(COARSE, ({ best }) => commandCount(best) > LONG_MIN);
  yield* search.rounds(passes);
  if (commandCount(program) > LONG_MIN) yield* search.rounds([...LAST, ...passes]);
  const shorter = thorough ? yield* search.thoroughly(thoroughFor(nature), passes) : undefined;
  const { best, evaluations: tried, isOver } = search;
  return { program: best, evaluations: tried, complete: !isOver, shorter };
}

/** Programs smaller than this one, likely ones first: a pure function of the program. */
export function* smallerPrograms(
  program: Program,
  nature: Nature = COMMON,
): Generator<Program, void, undefined> {
  const tidied = tidy(program);
  if (isSmaller(tidied, program)) yield tidied;
  for (const pass of [...passesFor(nature), ...thoroughFor(nature)]) {
    const proposals = pass(tidied);
    for (let next = proposals.next(); next.done !== true; next = proposals.next(false)) {
      if (isSmaller(next.value, tidied)) yield next.value;
    }
  }
}

/** The best program so far, and what was run to find it. */
class Search {
  best: Program;
  evaluations = 0;
  /** Whether the runs are used up and one more was wanted, or somebody stopped it. */
  isOver = false;
  readonly #fails: (candidate: Program) => boolean;
  readonly #evaluationsMax: number;
  /** Contents of the programs that were run. */
  readonly #seen = new Set<string>();

  constructor(program: Program, fails: (candidate: Program) => boolean, evaluationsMax: number) {
    this.best = program;
    this.#fails = fails;
    this.#evaluationsMax = evaluationsMax;
  }

  /**
   * Tidies the program, or its beginning where that fails. False when what is left does not fail: then the failure is no
   * function of the program.
   */
  start(failedAt = Number.POSITIVE_INFINITY): boolean {
    const program = this.best;
    const count = commandCount(program);
    this.best = tidy(program);
    if (failedAt + 1 < count && this.#accepts(tidy(removeRange(program, failedAt + 1, count))))
      return true;
    return this.#runs(this.best);
  }

  /** Runs all passes, again and again until a whole round changes nothing, or no round is wanted. */
  *rounds(
    passes: readonly Pass[],
    isWanted: (search: Search) => boolean = () => true,
  ): Generator<number, void, boolean> {
    let before: Program | undefined;
    while (before !== this.best && !this.isOver && isWanted(this)) {
      before = this.best;
      for (const pass of passes) yield* this.run(pass);
    }
  }

  /**
   * What tries much for a few commands, and the passes behind it where it finds something; in the end all shorter programs.
   *
   * @returns  how many shorter programs there are, where all were tried and none fails
   */
  *thoroughly(
    thorough: readonly Pass[],
    passes: readonly Pass[],
  ): Generator<number, number | undefined, boolean> {
    let shorter: number | undefined;
    while (!this.isOver) {
      const settled = this.best;
      for (const pass of thorough) if (this.best === settled) yield* this.run(pass);
      if (this.best === settled) shorter = yield* this.#tryShorter();
      if (this.best === settled) break;
      yield* this.rounds(passes);
    }
    return shorter;
  }

  /** Runs a pass, starting from the best program. */
  *run(pass: Pass): Generator<number, void, boolean> {
    const proposals = pass(this.best);
    let next = proposals.next();
    while (next.done !== true && !this.isOver) {
      next = proposals.next(this.#accepts(next.value));
      if (!(yield this.evaluations)) this.isOver = true;
    }
  }

  /** How many shorter programs there are, where all were tried and none fails. */
  *#tryShorter(): Generator<number, number | undefined, boolean> {
    const programs = this.isOver ? undefined : shorterPrograms(this.best);
    for (const candidate of programs ?? []) {
      if (this.#accepts(tidy(candidate))) return undefined;
      if (!(yield this.evaluations)) this.isOver = true;
      if (this.isOver) return undefined;
    }
    return programs?.length;
  }

  #accepts(candidate: Program): boolean {
    if (!isSmaller(candidate, this.best) || !this.#runs(candidate)) return false;
    this.best = candidate;
    return true;
  }

  /** Whether the program fails, as far as it was not run before. */
  #runs(program: Program): boolean {
    const key = contentOf(program);
    if (this.#seen.has(key)) return false;
    if (this.evaluations >= this.#evaluationsMax) {
      this.isOver = true;
      return false;
    }
    this.#seen.add(key);
    this.evaluations += 1;
    return this.#fails(program);
  }
}

/** Equal for equal programs, and for no others. */
function contentOf({ subject, heap, commands }: Program): string {
  const head = JSON.stringify([subject, heap]);
  // There are many NaNs, and one means what another does.
  if (commands.some(Number.isNaN)) return head + Array.from(commands, numberText).join(' ');
  const bytes = Buffer.from(commands.buffer, commands.byteOffset, commands.byteLength);
  return head + bytes.toString('latin1');
}
