/**
 * Import of what `ltrace -e malloc+calloc+realloc+free` logs. Only of that which can be right.
 *
 *     the log says                                         the program does
 *     -----------------------------------------------------------------------------------------
 *     small->malloc(24)              = 0x561f8a2da2a0      a = malloc 24 noscan
 *     small->calloc(3, 100)          = 0x561f8a2da2c0      a = calloc 3 100
 *     small->realloc(0x561f…, 2048)  = 0x561f8a2da500      b = realloc a 2048
 *     small->realloc(0x561f…, 0)     = 0                   free a
 *     small->free(0x561f8a2da400)    = <void>              free a
 *     small->malloc(4611686018)      = 0                   nothing: it was refused
 *     libc.so.6->calloc(0, 1600)     = 0x55b426465940      nothing, and a gap of the trace
 *
 * A thread's number or the caller may stand before a call; a call during which another thread ran is told by two lines
 * (`7 malloc(24 <unfinished ...>`, or `<no return ...>` where that thread ended, and `7 <... malloc resumed> ) = 0x…`). Other functions are none of our concern.
 *
 * ltrace takes the names of calls from the tables by which a module calls others. In libc itself it takes the wrong
 * ones: it logs a realloc as calloc(0, n), and as realloc what does not allocate at all. So calls of libc are left out.
 * What libc allocates and frees without such a table (strdup, fopen, getline) it does not see.
 *
 * Source: ltrace 0.7.3, output.c (output_left, output_right), and logs of it on Debian 12.
 */
import { BadInput } from '../base/errors.ts';
import { Scanner, linesOf } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { NULL_ADDR, TraceBuilder } from './trace.ts';
import type { Trace } from './trace.ts';

/** Enough to come to an allocation behind whatever else is logged. */
const HEAD_CHARS = 65_536;

/** Whether a text has a call of malloc's family as ltrace logs it. */
export function looksLikeLtrace(text: string): boolean {
  const head = text.slice(0, HEAD_CHARS);
  return /^(?:\[?(?:pid )?\d+\]? )?(?:[^\s(]+->)?(?:malloc|calloc|realloc|free)\([^\n]*(?:\) += |<unfinished \.\.\.>)/m.test(
    head,
  );
}

/**
 * Reads the text of a log.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first call that is not as ltrace writes it, or cannot be right
 */
export function parseLtrace(text: string, file: string): Trace {
  const reader = new Reader();
  for (const [line, place] of linesOf(text, file)) reader.read(new Scanner(line, place), place);
  return reader.finish();
}

const THREAD = /\[?(?:pid )?(\d+)\]? +/y;
const CALLER = /([^\s(<]+)->/y;
const NAME = /(?:malloc|calloc|realloc|free)(?=\()/y;
const RESUMED = /<\.\.\. (malloc|calloc|realloc|free) resumed> /y;
const UNFINISHED = / <(?:unfinished|no return) \.\.\.>/y;
const NUMBER = /(0x[0-9a-f]{1,16}|\d{1,20})/y;
const LIBC = /^(?:libc|ld-linux[^/]*)\.so/;
/** No block lies below the first page. */
const ADDR_MIN = 4096;

interface Call {
  readonly name: string;
  readonly args: readonly number[];
  /** Label of the block that a realloc moves. */
  readonly old: number | undefined;
}

class Reader {
  readonly #builder = new TraceBuilder();
  /** Calls that have not returned, by their threads; undefined for one that is left out. */
  readonly #open = new Map<string, Call | undefined>();

  read(scanner: Scanner, place: LinePlace): void {
    const thread = scanner.take(THREAD) ?? '';
    const resumed = scanner.take(RESUMED);
    if (resumed !== undefined) {
      this.#resume(thread, resumed, scanner, place);
      return;
    }
    const caller = scanner.take(CALLER) ?? '';
    const name = scanner.take(NAME);
    if (name === undefined) return;
    if (LIBC.test(caller)) {
      this.#builder.gap('misnamed', place.line);
      if (scanner.take(/.*<(?:unfinished|no return) \.\.\.>$/y) !== undefined)
        this.#open.set(thread, undefined);
      return;
    }
    this.#builder.events += 1;
    const call = this.#begin(name, scanner, place);
    if (scanner.take(UNFINISHED) === undefined) this.#end(call, scanner, place);
    else this.#open.set(thread, call);
  }

  finish(): Trace {
    return this.#builder.finish();
  }

  #begin(name: string, scanner: Scanner, { line }: LinePlace): Call {
    scanner.need('(', /\(/y);
    const args = [number(scanner)];
    if (name === 'calloc' || name === 'realloc') {
      scanner.need('a comma', /, /y);
      args.push(number(scanner));
    }
    const [first = NULL_ADDR] = args;
    if (name === 'free') this.#builder.free(line, first);
    const old = name === 'realloc' ? this.#builder.take(line, first) : undefined;
    return { name, args, old };
  }

  #resume(thread: string, name: string, scanner: Scanner, place: LinePlace): void {
    const isOpen = this.#open.has(thread);
    const call = this.#open.get(thread);
    this.#open.delete(thread);
    if (!isOpen) throw scanner.bad(`this call of ${name} was not seen to begin`, 1);
    if (call !== undefined) this.#end(call, scanner, place);
  }

  #end(call: Call, scanner: Scanner, place: LinePlace): void {
    scanner.need(') = and what the call gave', /\) += /y);
    if (call.name === 'free') return;
    const { column } = scanner;
    const addr = number(scanner);
    scanner.end();
    if (addr === NULL_ADDR) this.#refused(call, place.line);
    else if (addr < ADDR_MIN) throw misnamed(call, addr, { ...place, column });
    else this.#made(call, addr, place, column);
  }

  #made({ name, args, old }: Call, addr: number, place: LinePlace, column: number): void {
    const { line } = place;
    const [first = 0, second = 0] = args;
    const sizes = name === 'realloc' ? [second] : args;
    if (!sizes.every(Number.isSafeInteger))
      throw misnamed({ name, args }, addr, { ...place, column });
    if (name === 'malloc') this.#builder.malloc(line, addr, first);
    else if (name === 'calloc') this.#builder.calloc(line, addr, first, second);
    else this.#builder.realloc(line, old, addr, second);
  }

  /** A realloc to nothing is a free; any other call that gave no block changed nothing. */
  #refused({ name, args, old }: Call, line: number): void {
    const [key = NULL_ADDR, size = 0] = args;
    if (name === 'realloc' && size === 0) {
      this.#builder.release(line, old);
      return;
    }
    this.#builder.refuse();
    this.#builder.restore(key, old);
  }
}

function number(scanner: Scanner): number {
  return Number(scanner.need('a number such as 24 or 0x561f8a2da2a0', NUMBER));
}

function misnamed(
  { name, args }: Pick<Call, 'name' | 'args'>,
  result: number,
  place: LinePlace & { readonly column: number },
): BadInput {
  const call = `${name}(${args.join(', ')})`;
  return new BadInput(
    place,
    `${call} cannot have given ${result}: ltrace named another call so\n` +
      'record by mtrace, valgrind or heaptrack instead: docs/record-a-trace.md',
  );
}
