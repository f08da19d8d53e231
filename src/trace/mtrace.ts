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
 * An address names a block only from its `+` to its `-`, and is used again for other blocks, so
 * each block gets a label and the addresses end here. What is live at the end stays so; so does a
 * block whose address is handed out again although the trace holds no free of it.
 *
 * The file must be whole: glibc ends every line, so a last line without its end was cut, and what
 * is left of it may well be readable but wrong (`0x1d8` cut to `0x1d`).
 */
import type { HeapConfig } from '../../spec/subject.ts';
import { BadInput } from '../base/errors.ts';
import type { Place } from '../base/errors.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { DEFAULT_GEOMETRY, NOSCAN, OP } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { NULL_ADDR, parseTraceLine } from './mtrace-line.ts';
import type { TraceLine } from './mtrace-line.ts';

/** A recorded trace, as a program. */
export interface Trace {
  /**
   * Lines of the file that hold an operation, so a realloc (`<` and `>`) is two. In a file that
   * glibc wrote it is what `grep -c '^@'` counts.
   */
  readonly events: number;
  /** Frees, and reallocs of, blocks that were allocated before the trace began. */
  readonly skippedFrees: number;
  /** Calls that the traced allocator refused. */
  readonly refused: number;
  readonly program: Program;
}

/** What the program names as its subject; it can be run on any. */
const SUBJECT = 'go';
const HEAP: HeapConfig = { procs: 1, geometry: DEFAULT_GEOMETRY, faults: [] };

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
  const reader = new Reader(file);
  let number = 0;
  for (let from = 0; from < text.length;) {
    number += 1;
    const end = text.indexOf('\n', from);
    if (end < 0) {
      const place = { file, line: number, column: text.length - from + 1 };
      throw new BadInput(place, 'expected the rest of this line, the file was cut here');
    }
    reader.read(parseTraceLine(text.slice(from, end), { file, line: number }), number);
    from = end + 1;
  }
  return reader.finish();
}

/** Turns lines into commands. */
class Reader {
  readonly #file: string;
  readonly #commands: number[] = [];
  /** Labels of the blocks that are live, by address. */
  readonly #live = new Map<Addr, number>();
  /** The `<` that the next line must complete, and where it stands. */
  #opened: { readonly addr: Addr; readonly place: Place } | undefined;
  #labels = 0;
  #events = 0;
  #skippedFrees = 0;
  #refused = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** @param number  of the line, from 1 */
  read(line: TraceLine, number: number): void {
    const place = { file: this.#file, line: number, column: line.column };
    if ((line.sign === '>') !== (this.#opened !== undefined)) throw unpaired(line.sign, place);
    if (line.sign === '=') return;
    this.#events += 1;
    if (line.sign === '<') this.#opened = { addr: line.addr, place };
    else if (line.sign === '-') this.#free(line.addr);
    else if (line.sign === '>') this.#realloc(line.addr, line.size);
    else if (line.sign === '!' || line.addr === NULL_ADDR) this.#refused += 1;
    else this.#malloc(line.addr, line.size);
  }

  finish(): Trace {
    if (this.#opened) throw new BadInput(this.#opened.place, 'expected a line with > after this <');
    return {
      events: this.#events,
      skippedFrees: this.#skippedFrees,
      refused: this.#refused,
      program: { subject: SUBJECT, heap: HEAP, commands: Float64Array.from(this.#commands) },
    };
  }

  #malloc(addr: Addr, size: Bytes): void {
    this.#push(OP.MALLOC, this.#name(addr), size, NOSCAN);
  }

  #free(addr: Addr): void {
    const label = this.#forget(addr);
    if (label !== undefined) this.#push(OP.FREE, label, 0, 0);
  }

  #realloc(addr: Addr, size: Bytes): void {
    const old = this.#forget((this.#opened as { addr: Addr }).addr);
    this.#opened = undefined;
    if (old === undefined) this.#malloc(addr, size);
    else this.#push(OP.REALLOC, this.#name(addr), old, size);
  }

  /** A label for the block that is now at `addr`. */
  #name(addr: Addr): number {
    const label = this.#labels;
    this.#labels += 1;
    this.#live.set(addr, label);
    return label;
  }

  /** The label of the block that leaves `addr`, if one was there; `(nil)` never holds one. */
  #forget(addr: Addr): number | undefined {
    const label = this.#live.get(addr);
    this.#live.delete(addr);
    if (label === undefined && addr !== NULL_ADDR) this.#skippedFrees += 1;
    return label;
  }

  #push(op: number, a: number, b: number, c: number): void {
    this.#commands.push(op, a, b, c, 0, 0);
  }
}

function unpaired(sign: TraceLine['sign'], place: Place): BadInput {
  if (sign === '>') return new BadInput(place, 'expected a line with < before this >');
  return new BadInput(place, `expected > to complete the < before it, found ${sign}`);
}
