/**
 * Import of glibc's mtrace: what a real program asked of its allocator becomes one of our programs.
 *
 *     the trace says                     the program does
 *     -----------------------------------------------------------------------------------------
 *     + addr size                        a = malloc size noscan
 *     - addr                             free a
 *     < old, then > new size             b = realloc a size
 *     - or < of an address not seen      nothing, or malloc size; counted in `skippedFrees`
 *     ! addr size, + (nil) size          nothing: it was refused there, and says nothing of ours
 *
 * calloc and memalign look like malloc.
 */
import { BadInput } from '../base/errors.ts';
import type { Place } from '../base/errors.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { parseTraceLine } from './mtrace-line.ts';
import type { TraceLine } from './mtrace-line.ts';
import { linesOf } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { NULL_ADDR, TraceBuilder } from './trace.ts';
import type { Trace } from './trace.ts';

/** Enough for a path of the longest length that Linux knows, and an operation after it. */
const HEAD_CHARS = 4096 + 256;

/** Whether a text begins as glibc begins a trace. It may still be broken further on. */
export function looksLikeMtrace(text: string): boolean {
  const head = text.slice(0, HEAD_CHARS);
  return /^(?:= Start\r?\n|(?:@ [^\n]*\] )?[-+<!] (?:0x[0-9a-f]+|\(nil\))(?:[ \r\n]|$))/.test(head);
}

/**
 * Reads the text of a trace.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first word that is not what glibc writes there
 * @cost O(length of the text)
 */
export function parseMtrace(text: string, file: string): Trace {
  if (text === '') throw new BadInput({ file, line: 1, column: 1 }, 'expected = Start, no text');
  const reader = new Reader();
  for (const [line, place] of linesOf(text, file)) reader.read(parseTraceLine(line, place), place);
  return reader.finish();
}

/** Turns lines into commands. */
class Reader {
  readonly #builder = new TraceBuilder();
  /** The `<` that the next line must complete, and where it stands. */
  #opened: { readonly addr: Addr; readonly place: Place } | undefined;

  read({ sign, column, addr, size }: TraceLine, { file, line }: LinePlace): void {
    const place = { file, line, column };
    if ((sign === '>') !== (this.#opened !== undefined)) throw unpaired(sign, place);
    if (sign === '=') return;
    const builder = this.#builder;
    builder.events += 1;
    if (sign === '<') this.#opened = { addr, place };
    else if (sign === '-') builder.free(line, addr);
    else if (sign === '>') this.#realloc(line, addr, size);
    else if (sign === '!' || addr === NULL_ADDR) builder.refuse();
    else builder.malloc(line, addr, size);
  }

  finish(): Trace {
    if (this.#opened) throw new BadInput(this.#opened.place, 'expected a line with > after this <');
    return this.#builder.finish();
  }

  #realloc(line: number, addr: Addr, size: Bytes): void {
    const old = this.#builder.take(line, (this.#opened as { addr: Addr }).addr);
    this.#opened = undefined;
    this.#builder.realloc(line, old, addr, size);
  }
}

function unpaired(sign: TraceLine['sign'], place: Place): BadInput {
  if (sign === '>') return new BadInput(place, 'expected a line with < before this >');
  return new BadInput(place, `expected > to complete the < before it, found ${sign}`);
}
