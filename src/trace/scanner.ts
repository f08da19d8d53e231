/** Reading a text of lines from left to right, with the place of whatever is not as it should be. */
import { BadInput } from '../base/errors.ts';

/** Which line of which file, from 1. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/**
 * The lines of a text, without their ends, and their numbers from 1.
 *
 * Every recorder ends its last line, so one without an end was cut; what is left of it may well be readable but wrong
 * (`0x1d8` cut to `0x1d`).
 *
 * @throws {BadInput} at the end of a text whose last line has no end
 */
export function* linesOf(text: string, file: string): Generator<readonly [string, LinePlace]> {
  let line = 0;
  for (let from = 0; from < text.length;) {
    line += 1;
    const end = text.indexOf('\n', from);
    if (end < 0) {
      const place = { file, line, column: text.length - from + 1 };
      throw new BadInput(place, 'expected the rest of this line, the file was cut here');
    }
    yield [text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end), { file, line }];
    from = end + 1;
  }
}

/** A cursor in one line. Patterns are sticky (`/…/y`); what they capture first is what they give, or all of it. */
export class Scanner {
  readonly #text: string;
  readonly #place: LinePlace;
  #at = 0;

  constructor(text: string, place: LinePlace) {
    this.#text = text;
    this.#place = place;
  }

  /** Where the cursor stands, from 1. */
  get column(): number {
    return this.#at + 1;
  }

  /** Takes what the pattern matches at the cursor; undefined, and nothing is taken, where it does not match. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at; // oxlint-disable-line no-param-reassign -- how a sticky pattern is told where to look
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match[1] ?? match[0];
  }

  /** Takes what must be there. */
  need(expected: string, pattern: RegExp): string {
    const taken = this.take(pattern);
    if (taken === undefined) throw this.bad(`expected ${expected}, ${this.#found()}`);
    return taken;
  }

  /** Nothing but spaces may follow. */
  end(): void {
    this.need('the end of the line', /\s*$/y);
  }

  /** An error at the cursor, or at another column. */
  bad(problem: string, column = this.column): BadInput {
    return new BadInput({ ...this.#place, column }, problem);
  }

  #found(): string {
    const word = /^\s*[^\s,()]+|^\s*[,()]/.exec(this.#text.slice(this.#at))?.[0].trim() ?? '';
    return word === '' ? 'the line ends here' : `found ${shown(word)}`;
  }
}

/** Enough of a word to find it by, with nothing in it that a terminal would obey. */
export function shown(word: string): string {
  const printable = word.replaceAll(/[^\x20-\x7e]/g, '?');
  return printable.length <= 40 ? printable : `${printable.slice(0, 40)}…`;
}
