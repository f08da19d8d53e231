/** The functions under test, bound to the library, and how one is called. */
import * as koffi from 'koffi';
import { ENTRIES } from './families.ts';
import type { Entry, Parameter } from './families.ts';
import type { Whole } from './numbers.ts';
import type { Setup } from './setup.ts';

/** What a call gave. One object is used for all: read it before the next. */
export interface Outcome {
  /** The block; 0 is NULL. Of a function that frees, 0. */
  addr: number;
  errno: number;
  /** What posix_memalign's out parameter was before and after; 0n each where there is none. */
  pointerBefore: bigint;
  pointerAfter: bigint;
}

/** Calls the function of a command word. */
export interface Caller {
  readonly outcome: Outcome;
  /** @param args in the order of the entry's parameters, without `out` */
  call(word: string, args: readonly Whole[], errnoBefore: number): void;
}

/** What is in posix_memalign's out parameter before the call. */
export const UNTOUCHED = 0x5a5a_5a5a_5a58n;

type Bound = (...args: readonly unknown[]) => number | bigint | undefined;

const TYPES: Readonly<Record<Parameter, string>> = {
  block: 'uintptr_t',
  size: 'size_t',
  count: 'size_t',
  alignment: 'size_t',
  alignmentFlag: 'int',
  zero: 'int',
  out: '_Inout_ void *',
};

/** Calls functions on the thread that it is made on. */
export class LocalCaller implements Caller {
  readonly outcome: Outcome = { addr: 0, errno: 0, pointerBefore: 0n, pointerAfter: 0n };
  readonly #functions = new Map<string, Bound>();
  readonly #writesPointer = new Set<string>();
  readonly #out = new BigUint64Array(1);

  /** @throws {Error} with the loader's message when the library cannot be loaded */
  constructor(setup: Setup) {
    const handle = openLibrary(setup);
    for (const [word, symbol] of Object.entries(setup.functions)) {
      const entry = ENTRIES[word] as Entry;
      const types = entry.parameters.map((parameter) => TYPES[parameter]);
      this.#functions.set(word, handle.func(symbol, resultOf(entry), types) as Bound);
      if (entry.parameters.includes('out')) this.#writesPointer.add(word);
    }
  }

  call(word: string, args: readonly Whole[], errnoBefore: number): void {
    if (this.#writesPointer.has(word)) return this.#callWithPointer(word, args, errnoBefore);
    const bound = this.#functions.get(word) as Bound;
    const { outcome } = this;
    koffi.errno(errnoBefore);
    const addr = bound(...args);
    outcome.errno = koffi.errno();
    blockGiven(outcome, addr === undefined ? 0 : Number(addr));
  }

  #callWithPointer(word: string, args: readonly Whole[], errnoBefore: number): void {
    const bound = this.#functions.get(word) as Bound;
    this.#out[0] = UNTOUCHED;
    koffi.errno(errnoBefore);
    const failed = Number(bound(this.#out, ...args));
    pointerGiven(this.outcome, failed, this.#out[0]);
  }
}

/** What a function returned that has no out parameter. */
export function blockGiven(outcome: Outcome, addr: number): void {
  outcome.addr = addr;
  outcome.pointerBefore = 0n;
  outcome.pointerAfter = 0n;
}

/**
 * What came of a call of posix_memalign, whose errors are what it returns.
 *
 * @param after  its out parameter, which was `UNTOUCHED`
 */
export function pointerGiven(outcome: Outcome, failed: number, after: bigint): void {
  outcome.errno = failed;
  outcome.addr = failed === 0 ? Number(after) : 0;
  outcome.pointerBefore = UNTOUCHED;
  outcome.pointerAfter = failed === 0 ? UNTOUCHED : after;
}

function resultOf({ family, parameters }: Entry): string {
  if (family === 'free') return 'void';
  return parameters.includes('out') ? 'int' : 'uintptr_t';
}

/** How many bytes of a block may be used, by the library's own word; 0 where it has none. */
export function usableBy(setup: Setup): (addr: number) => number {
  if (setup.usable === undefined) return () => 0;
  const bound = openLibrary(setup).func(setup.usable, 'size_t', ['uintptr_t']) as (
    addr: number,
  ) => number | bigint;
  return (addr) => Number(bound(addr));
}

/** Its own functions go first in what it calls: else its realloc might call the free of another allocator. */
export function openLibrary({ library, preloaded }: Setup): ReturnType<typeof koffi.load> {
  return preloaded ? koffi.load(null) : koffi.load(library, { deep: true });
}
