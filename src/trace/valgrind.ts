/**
 * Import of what `valgrind --trace-malloc=yes` logs, from its tools that replace malloc (memcheck, helgrind, drd, dhat).
 *
 *     the log says                                       the program does
 *     -----------------------------------------------------------------------------------------------
 *     --7-- malloc(24) = 0x4A40040                       a = malloc 24 noscan
 *     --7-- _Znwm(24) = 0x4A40040                        the same: operators of C++ by their symbols
 *     --7-- calloc(3,100) = 0x4A400A0                    a = calloc 3 100
 *     --7-- memalign(al 64, size 128) = 0x4A40280        a = malloc 128 noscan, aligned to 64
 *     --7-- _ZnamSt11align_val_t(size 384, al 64) = …    the same
 *     --7-- realloc(0x4A40040,2048) = 0x4A40350          b = realloc a 2048
 *     --7-- realloc(0x0,40)malloc(40) = 0x4A40210        a = malloc 40 noscan
 *     --7-- realloc(0x4A40B90,0)free(0x4A40B90)          free a; a line `--7--  = 0` follows
 *     --7-- free(0x4A400A0)                              free a
 *     --7-- malloc(4611686018427387904) = 0x0            nothing: it was refused
 *
 * All other lines of the log are none of our concern. posix_memalign, aligned_alloc and valloc are logged as memalign.
 *
 * Source: valgrind 3.19 and 3.22, coregrind/m_replacemalloc/vg_replace_malloc.c (MALLOC_TRACE).
 */
import { BadInput } from '../base/errors.ts';
import { Scanner, linesOf } from './scanner.ts';
import type { LinePlace } from './scanner.ts';
import { NULL_ADDR, TraceBuilder } from './trace.ts';
import type { Key, Trace } from './trace.ts';

/** Whether a text begins as a log of valgrind, or with a call in one. */
export function looksLikeValgrind(text: string): boolean {
  return /^(==|--)\d+\1 /.test(text);
}

/**
 * Reads the text of a log.
 *
 * @param file  its name, for the errors
 * @throws {BadInput} at the first call that is not as valgrind writes it, and where no call was logged
 */
export function parseValgrind(text: string, file: string): Trace {
  const reader = new Reader();
  for (const [line, place] of linesOf(text, file)) reader.read(new Scanner(line, place), place);
  return reader.finish(file);
}

const CALL = /[\w$]+(?=\()/y;
/** Changes nothing. */
const QUERY = 'malloc_usable_size';
/** Symbols of the operators of C++ begin so. */
const NEW = /^(?:_Zn[wa]|__builtin_(?:vec_)?new)/;
const DELETE = /^(?:_Zd[la]Pv|__builtin_(?:vec_)?delete)/;
const ADDR = /0x([0-9a-f]{1,13})/iy;
const NUMBER = /\d{1,20}/y;
const CLOSE = /\)/y;

type Read = (scanner: Scanner, line: number) => void;

class Reader {
  readonly #builder = new TraceBuilder();
  /** Of the process that is traced, with its dashes. */
  #pid: string | undefined;
  readonly #calls: Readonly<Record<string, Read>> = {
    malloc: (scanner, line) => this.#malloc(scanner, line),
    calloc: (scanner, line) => this.#calloc(scanner, line),
    memalign: (scanner, line) => this.#malloc(scanner, line),
    aligned_alloc: (scanner, line) => this.#malloc(scanner, line),
    realloc: (scanner, line) => this.#realloc(scanner, line),
    free: (scanner, line) => this.#free(scanner, line),
    cfree: (scanner, line) => this.#free(scanner, line),
    free_sized: (scanner, line) => this.#free(scanner, line),
    free_aligned_sized: (scanner, line) => this.#free(scanner, line),
  };

  read(scanner: Scanner, { line }: LinePlace): void {
    const pid = scanner.take(/--\d+-- /y);
    const { column } = scanner;
    const name = pid === undefined ? undefined : scanner.take(CALL);
    if (pid === undefined || name === undefined || name === QUERY) return;
    const read = this.#readerOf(name);
    if (read === undefined)
      throw scanner.bad(`expected a call such as malloc, found ${name}`, column);
    this.#pid ??= pid;
    if (pid !== this.#pid) throw scanner.bad(otherProcess(this.#pid), 1);
    this.#builder.events += 1;
    read(scanner, line);
    scanner.end();
  }

  /** @throws {BadInput} where no call was logged */
  finish(file: string): Trace {
    if (this.#builder.events > 0) return this.#builder.finish();
    const problem = 'there is no call in this log\nrecord it by: valgrind --trace-malloc=yes';
    throw new BadInput({ file, line: 1, column: 1 }, problem);
  }

  #readerOf(name: string): Read | undefined {
    if (NEW.test(name)) return this.#calls['malloc'];
    if (DELETE.test(name)) return this.#calls['free'];
    return Object.hasOwn(this.#calls, name) ? this.#calls[name] : undefined;
  }

  #malloc(scanner: Scanner, line: number): void {
    scanner.need('(', /\(/y);
    let alignment = scanner.take(/al(?:ignment)? (\d{1,20}), (?=size)/y);
    scanner.take(/size /y);
    const size = scanner.need('a size such as 24', NUMBER);
    alignment ??= scanner.take(/, al(?:ignment)? (\d{1,20})/y);
    scanner.need(')', CLOSE);
    const addr = result(scanner);
    if (addr === NULL_ADDR) this.#builder.refuse();
    else if (alignment === undefined) this.#builder.malloc(line, addr, served(size, scanner));
    else this.#builder.memalign(line, addr, served(size, scanner), Number(alignment));
  }

  #calloc(scanner: Scanner, line: number): void {
    const count = scanner.need('( and a count such as 3', /\((\d{1,20})/y);
    const size = scanner.need('a comma and a size such as 24', /,(\d{1,20})/y);
    scanner.need(')', CLOSE);
    const addr = result(scanner);
    if (addr === NULL_ADDR) this.#builder.refuse();
    else this.#builder.calloc(line, addr, served(count, scanner), served(size, scanner));
  }

  #realloc(scanner: Scanner, line: number): void {
    scanner.need('(', /\(/y);
    const old = address(scanner);
    const size = scanner.need('a comma and a size such as 24', /,(\d{1,20})/y);
    scanner.need(')', CLOSE);
    if (scanner.take(/malloc(?=\()/y) !== undefined) this.#malloc(scanner, line);
    else if (scanner.take(/free(?=\()/y) !== undefined) this.#free(scanner, line);
    else this.#resize(scanner, line, { old, size });
  }

  #resize(
    scanner: Scanner,
    line: number,
    { old, size }: { readonly old: Key; readonly size: string },
  ): void {
    const addr = result(scanner);
    if (addr === NULL_ADDR) {
      this.#builder.refuse();
      return;
    }
    const label = this.#builder.take(line, old);
    this.#builder.realloc(line, label, addr, served(size, scanner));
  }

  #free(scanner: Scanner, line: number): void {
    scanner.need('(', /\(/y);
    this.#builder.free(line, address(scanner));
    scanner.need(')', /(?:, ?[^()]*)?\)/y);
  }
}

function address(scanner: Scanner): number {
  return Number.parseInt(scanner.need('an address such as 0x4A40040', ADDR), 16);
}

function result(scanner: Scanner): number {
  scanner.need('= and what the call gave', / = /y);
  return address(scanner);
}

/** Only a call that was refused can have asked for more than a number holds exactly. */
function served(size: string, scanner: Scanner): number {
  if (Number.isSafeInteger(Number(size))) return Number(size);
  throw scanner.bad(`expected a size that can be served, found ${size}`);
}

function otherProcess(pid: string): string {
  return (
    `this is another process than ${pid.trim()}: its addresses mean other blocks\n` +
    'record each in a file of its own: valgrind --trace-malloc=yes --log-file=trace.%p'
  );
}
