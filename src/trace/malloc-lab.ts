/**
 * Import of the traces of CS:APP's malloc lab (`.rep`).
 *
 *     the trace says        the program does
 *     ---------------------------------------------------------------
 *     20000                 nothing: a size of heap, or a weight
 *     3                     nothing: how many ids there are
 *     8                     nothing, but there must be as many operations
 *     1                     nothing: a weight, or whether ranges matter
 *     a 0 2040              a = malloc 2040 noscan
 *     r 0 4072              b = realloc a 4072; the id stays
 *     f 0                   free b; f -1 is a free of nothing
 *
 * Source: CS:APP malloc lab, README of the traces and mdriver.c (read_trace).
 */
import { Scanner, linesOf } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { TraceBuilder } from './trace.ts';
import type { Trace } from './trace.ts';

/** What the numbers before the operations are. */
const HEADER = ['a size of heap', 'a number of ids', 'a number of operations', 'a weight'] as const;
const IDS = 1;
const OPERATIONS = 2;

/** Whether a text begins with four numbers, a line each, and an operation. */
export function looksLikeMallocLab(text: string): boolean {
  return /^(?:\s*\d+[ \t]*\r?\n){4}\s*[arf] /.test(text);
}

/**
 * Reads the text of a trace.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first word that is not what it should be, and where operations are missing or too many
 */
export function parseMallocLab(text: string, file: string): Trace {
  const reader = new Reader();
  let last = new Scanner('', { file, line: 1 });
  for (const [line, place] of linesOf(text, file)) {
    last = new Scanner(line, place);
    reader.read(last, place);
  }
  return reader.finish(last);
}

const NUMBER = /\s*(\d{1,15})(?=\s|$)/y;
const NO_ID = / +-1(?=\s|$)/y;

class Reader {
  readonly #builder = new TraceBuilder();
  readonly #header: number[] = [];

  read(scanner: Scanner, place: LinePlace): void {
    if (scanner.take(/\s*$/y) !== undefined) return;
    const wanted = HEADER[this.#header.length];
    if (wanted === undefined) this.#operation(scanner, place);
    else this.#header.push(Number(scanner.need(`${wanted} such as 8`, NUMBER)));
    scanner.end();
  }

  /** @param last  the line that was read last */
  finish(last: Scanner): Trace {
    const { events } = this.#builder;
    const said = this.#header[OPERATIONS];
    if (events === said) return this.#builder.finish();
    throw last.bad(
      `expected ${said ?? 'a number of'} operations, as the third line says, found ${events}: ` +
        'the file was cut, or the third line is wrong',
    );
  }

  #operation(scanner: Scanner, { line }: LinePlace): void {
    const operation = scanner.need('one of a r f', /\s*([arf])(?=\s)/y);
    this.#builder.events += 1;
    if (operation === 'f' && scanner.take(NO_ID) !== undefined) return;
    const id = this.#id(scanner, operation === 'a');
    if (operation === 'f') {
      this.#builder.free(line, id);
      return;
    }
    const size = Number(scanner.need('a size such as 2040', NUMBER));
    if (operation === 'a') this.#builder.malloc(line, id, size);
    else this.#builder.realloc(line, this.#builder.take(line, id), id, size);
  }

  /** An id as a key, which 0 would not be. */
  #id(scanner: Scanner, isNew: boolean): string {
    const id = scanner.need('an id such as 0', NUMBER);
    const ids = this.#header[IDS] as number;
    if (Number(id) >= ids)
      throw scanner.bad(`expected an id below ${ids}, as the second line says, found ${id}`);
    if (isNew && this.#builder.isLive(id)) throw scanner.bad(`id ${id} is allocated already`);
    if (!isNew && !this.#builder.isLive(id)) throw scanner.bad(`id ${id} is not allocated here`);
    return id;
  }
}
