/** One line of the text form, cut into words, with the place of each for messages. */
import { BadInput } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { labelOf } from './program.ts';
import { readNumber } from './words.ts';

const WORDS = /->|[=[\]]|(?:(?!->)[^\s=[\]])+/g;
const COMMENT = /(?:^|\s)#.*$/;

interface Word {
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/**
 * Reads the words of a line one after the other. Each reader throws BadInput where the line says
 * something else.
 */
export class Line {
  readonly #file: string;
  readonly #number: number;
  readonly #words: readonly Word[];
  readonly #endColumn: number;
  #next = 0;

  /** @param number  of the line, from 1 */
  constructor(file: string, number: number, text: string) {
    const said = text.replace(COMMENT, '').trimEnd();
    this.#file = file;
    this.#number = number;
    this.#words = [...said.matchAll(WORDS)].map((m) => ({ text: m[0], column: m.index + 1 }));
    this.#endColumn = said.length + 1;
  }

  isEmpty(): boolean {
    return this.#words.length === 0;
  }

  /** Whether all words were read. */
  isAtEnd(): boolean {
    return this.#next === this.#words.length;
  }

  /** The next word, which is not read yet; empty at the end of the line. */
  peek(): string {
    return this.#words[this.#next]?.text ?? '';
  }

  /** The next word, whatever it is. `expected` completes "expected …". */
  word(expected: string): string {
    if (this.isAtEnd()) throw this.problem(`expected ${expected} here`);
    this.#next += 1;
    return (this.#words[this.#next - 1] as Word).text;
  }

  /** Reads the next word if it is `text`, and says whether it was. */
  accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.#next += 1;
    return true;
  }

  /** Reads one word that can only be `text`. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.problem(`expected ${text}${this.#instead()}`);
  }

  /** One of `names`. `kind` says in messages what they are. */
  oneOf<T extends string>(kind: string, names: readonly T[]): T {
    const word = this.peek();
    const name = names.find((each) => each === word);
    if (name === undefined) {
      const found = this.isAtEnd() ? `expected a ${kind} here` : `unknown ${kind} ${word}`;
      throw this.problem(`${found}${didYouMean(word, names)}\nuse one of: ${names.join(', ')}`);
    }
    this.#next += 1;
    return name;
  }

  /** The label of a block. */
  label(): number {
    const label = labelOf(this.peek());
    if (label < 0) throw this.problem(`expected the name of a block${this.#instead()}\n${NAMES}`);
    this.#next += 1;
    return label;
  }

  /** Any number. `what` says in messages of what. */
  number(what: string): number {
    const value = readNumber(this.peek());
    if (value === undefined) throw this.problem(`expected ${what}${this.#instead()}\n${NUMBERS}`);
    this.#next += 1;
    return value;
  }

  /** An integer in `low`…`high`. */
  integer(what: string, low: number, high: number): number {
    const value = readNumber(this.peek());
    if (value === undefined || !Number.isInteger(value) || value < low || value > high) {
      throw this.problem(`expected ${what}, an integer in ${low}…${high}${this.#instead()}`);
    }
    this.#next += 1;
    return value;
  }

  /** Insists that nothing follows. */
  end(): void {
    if (!this.isAtEnd())
      throw this.problem(`unexpected ${this.peek()}\nremove the rest of the line`);
  }

  /** An error at the next word, or at the one before it when `back` is 1. */
  problem(message: string, back = 0): BadInput {
    const column = this.#words[this.#next - back]?.column ?? this.#endColumn;
    return new BadInput({ file: this.#file, line: this.#number, column }, message);
  }

  /** What stands here, for the end of "expected …". */
  #instead(): string {
    return this.isAtEnd() ? ' here' : `, found ${this.peek()}`;
  }
}

const NAMES = 'names are a … z, a1 … z1, a2, and so on';
const NUMBERS = 'numbers are 24, 0x18, 1.5, -1, 4KiB, 2**47, NaN or Infinity';
