/**
 * The parts of a program that do what a small one does: its subsequences with the same kinds of commands, on other blocks,
 * processors and sizes. Whether one of them also breaks the same is told by running it, which is much cheaper than to
 * shrink the whole program: it has only a few commands.
 *
 * So a failing program is seen to have a known bug in it, as in Hughes, Norell, Smallbone and Arts, "Find more bugs with
 * QuickCheck!" (AST 2016), where what a shrunk test matches is a bug's pattern; there a match is enough.
 */
import { keepCommands, mapCommands } from '../program/edit.ts';
import { isMaker, labelColumns } from '../program/labels.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { numberColumns, zeroIsPlain } from './shrink/numbers.ts';
import { tidy } from './shrink/search.ts';

/** Commands that are looked at for all parts of a program together. */
const LOOKS_MAX = 20_000;

/**
 * The latest parts first, since what a program breaks it mostly breaks by its last commands. Each is a program on the heap
 * of the large one, tidied. A calloc or realloc may stand for a malloc; a realloc becomes one. Not all are found in a
 * program that offers very many.
 *
 * @param commands  of the program, from its beginning: those behind are left alone
 */
export function* partsLike(
  small: Program,
  program: Program,
  commands = commandCount(program),
): Generator<Program, void, undefined> {
  for (const kept of new Matching(small, program).from(commandCount(small) - 1, commands - 1)) {
    const indexes = new Set(kept);
    const part = keepCommands(program, (index) => indexes.has(index));
    yield tidy(
      mapCommands(part, (command, index) => {
        const [op, label, , size, processor] = command;
        const isMade = op === OP.REALLOC && small.commands[index * STRIDE] === OP.MALLOC;
        return isMade ? [OP.MALLOC, label, size, NOSCAN, processor] : command;
      }),
    );
  }
}

/** A search back from the ends of both programs. */
class Matching {
  readonly #small: Float64Array;
  readonly #large: Float64Array;
  readonly #labels = new OneToOne();
  readonly #processors = new OneToOne();
  #looks = 0;

  constructor(small: Program, large: Program) {
    this.#small = small.commands;
    this.#large = large.commands;
  }

  /**
   * Commands of the large program in the places of those of the small one up to `last`.
   *
   * @param until  the last command of the large program that may be among them
   */
  *from(last: number, until: number): Generator<readonly number[], void, undefined> {
    if (last < 0) {
      yield [];
      return;
    }
    for (let index = until; index >= last && this.#looks < LOOKS_MAX; index -= 1) {
      this.#looks += 1;
      const marks = [this.#labels.mark(), this.#processors.mark()] as const;
      if (this.#fits(last * STRIDE, index * STRIDE))
        for (const before of this.from(last - 1, index - 1)) yield [...before, index];
      this.#labels.forget(marks[0]);
      this.#processors.forget(marks[1]);
    }
  }

  /** Whether one command may stand for the other, beside those that were matched already. */
  #fits(at: number, index: number): boolean {
    const [small, large] = [this.#small, this.#large];
    const [op, theirs] = [small[at] as number, large[index] as number];
    if (op === OP.MALLOC ? !isMaker(theirs) : theirs !== op) return false;
    if (!this.#processors.join(small[at + 4] as number, large[index + 4] as number)) return false;
    for (const column of labelColumns(op)) {
      const [a, b] = [small[at + column] as number, large[index + column] as number];
      if (a < 0 || b < 0 ? a !== b : !this.#labels.join(a, b)) return false;
    }
    return zeroIsPlain(op) || theirs !== op || this.#sizesFit(op, at, index);
  }

  #sizesFit(op: number, at: number, index: number): boolean {
    const [small, large] = [this.#small, this.#large];
    return numberColumns(op).every(
      (column) => (small[at + column] === 0) === (large[index + column] === 0),
    );
  }
}

/** A partial bijection that remembers in which order it grew. */
class OneToOne {
  readonly #to = new Map<number, number>();
  readonly #from = new Map<number, number>();
  readonly #order: (readonly [number, number])[] = [];

  mark(): number {
    return this.#order.length;
  }

  /** Forgets all pairs since the mark. */
  forget(mark: number): void {
    while (this.#order.length > mark) {
      const [a, b] = this.#order.pop() as readonly [number, number];
      this.#to.delete(a);
      this.#from.delete(b);
    }
  }

  /** False where one of them is joined to another already. */
  join(a: number, b: number): boolean {
    const [to, from] = [this.#to.get(a), this.#from.get(b)];
    if (to !== undefined || from !== undefined) return to === b && from === a;
    this.#to.set(a, b);
    this.#from.set(b, a);
    this.#order.push([a, b]);
    return true;
  }
}
