/**
 * The lines of glibc's mtrace, one at a time.
 *
 *     = Start                                                 the trace begins
 *     @ git:(xmalloc+1d)[0x10ad7a] + 0x5640662d82a0 0x5       malloc, calloc or memalign
 *     @ git:[0x10ad7a] - 0x5640662d82a0                       free
 *     @ git:[0x10ad7a] < 0x5640662d82a0                       realloc: the old block …
 *     @ git:[0x10ad7a] > 0x5640662d9010 0x40                  … and, one line on, the new one
 *     @ git:[0x10ad7a] ! 0x5640662d9010 0xffffffffffff        a realloc that was refused
 *     @ git:[0x10ad7a] + (nil) 0xffffffffffff                 a malloc that was refused
 *     = End                                                   muntrace was called
 *
 * The caller is optional. It is a path and may contain spaces, so it ends at the last `]`. Numbers
 * are C's `%p` and `%#lx`: hexadecimal, but `(nil)` for the null pointer and `0` for zero.
 *
 * Source: glibc malloc/mtrace-impl.c (tr_where, tr_mallochook, tr_freehook, tr_reallochook).
 */
import { BadInput } from '../base/errors.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { shown } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { NULL_ADDR } from './trace.ts';

/** What one line says. */
export interface TraceLine {
  readonly sign: '=' | '+' | '-' | '<' | '>' | '!';
  /** Where the sign stands, from 1. */
  readonly column: number;
  /** `NULL_ADDR` where the line has `(nil)` or none. */
  readonly addr: Addr;
  /** 0 where the line has none. */
  readonly size: Bytes;
}

const ADDR = 'an address such as 0x5640662d82a0';
const SIZE = 'a size such as 0x40';

/**
 * Reads one line, given without its line end.
 *
 * @throws {BadInput} at the first word that is not what it should be
 */
export function parseTraceLine(text: string, place: LinePlace): TraceLine {
  const words = new Words(text, place);
  if (text.startsWith('=')) return readMarker(words);
  words.skipCaller();
  const sign = words.next('one of + - < > !', isSign) as TraceLine['sign'];
  const column = words.column;
  const addr = readNumber(words.next(ADDR, sign === '>' ? isAddr : isAddrOrNull));
  const served = sign !== '!' && addr !== NULL_ADDR;
  const sized = sign !== '-' && sign !== '<';
  const size = sized ? readNumber(words.next(SIZE, served ? isServedSize : isSize)) : 0;
  words.end();
  return { sign, column, addr, size };
}

function readMarker(words: Words): TraceLine {
  words.next('= Start or = End', (word) => word === '=');
  words.next('Start or End', (word) => word === 'Start' || word === 'End');
  words.end();
  return { sign: '=', column: 1, addr: NULL_ADDR, size: 0 };
}

function isSign(word: string): boolean {
  return /^[-+<>!]$/.test(word);
}

function isSize(word: string): boolean {
  return word === '0' || /^0x[0-9a-f]{1,16}$/.test(word);
}

/** Only a call that was refused can have asked for more than a number holds exactly. */
function isServedSize(word: string): boolean {
  return isSize(word) && Number.isSafeInteger(Number(word));
}

function isAddr(word: string): boolean {
  return isServedSize(word) && Number(word) !== NULL_ADDR;
}

function isAddrOrNull(word: string): boolean {
  return word === '(nil)' || isAddr(word);
}

function readNumber(word: string): number {
  return word === '(nil)' ? NULL_ADDR : Number(word);
}

/** The words of a line from left to right, with the column of each for the errors. */
class Words {
  readonly #text: string;
  readonly #place: LinePlace;
  /** Index in the text just after the word that was taken last. */
  #end = 0;
  /** Column of the word that was taken last, from 1. */
  column = 1;

  constructor(text: string, place: LinePlace) {
    this.#text = text;
    this.#place = place;
  }

  /** Takes the caller, `@ path:(function+offset)[address]`, where the line begins with one. */
  skipCaller(): void {
    if (!this.#text.startsWith('@')) return;
    this.next('a caller: @ path[address]', (word) => word === '@');
    const close = this.#text.lastIndexOf(']');
    if (close < 0) throw this.#bad('a caller that ends in ]', this.#peek());
    this.#end = close + 1;
  }

  /** Takes the next word, which must pass `fits`. */
  next(expected: string, fits: (word: string) => boolean): string {
    const word = this.#peek();
    if (!fits(word)) throw this.#bad(expected, word);
    this.#end = this.column - 1 + word.length;
    return word;
  }

  /** Nothing but spaces may follow. */
  end(): void {
    const word = this.#peek();
    if (word !== '') throw this.#bad('the end of the line', word);
  }

  /** The next word, empty at the end of the line; moves `column` to it. */
  #peek(): string {
    let from = this.#end;
    while (this.#text[from] === ' ' || this.#text[from] === '\r') from += 1;
    this.column = from + 1;
    const space = this.#text.slice(from).search(/[ \r]/);
    return space < 0 ? this.#text.slice(from) : this.#text.slice(from, from + space);
  }

  #bad(expected: string, found: string): BadInput {
    const what = found === '' ? 'the line ends here' : `found ${shown(found)}`;
    return new BadInput({ ...this.#place, column: this.column }, `expected ${expected}, ${what}`);
  }
}
