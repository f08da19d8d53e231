/**
 * Threads that the library under test is called on, one at a time: a command runs to its end before the next begins,
 * wherever that runs.
 *
 * What they run is in machine-code.ts. They are started when they are first asked for, by the process that calls on them: a
 * copy of a process has none of its threads.
 */
import * as koffi from 'koffi';
import { ENTRIES } from './families.ts';
import type { Entry, FamilyName } from './families.ts';
import { UNTOUCHED, blockGiven, openLibrary, pointerGiven } from './functions.ts';
import type { Caller, Outcome } from './functions.ts';
import { CALLED, MAILBOX, threadCode } from './machine-code.ts';
import type { Whole } from './numbers.ts';
import type { Setup } from './setup.ts';
import { futexWait, futexWake, mmap, mprotect, startThread, symbolAddress } from './system.ts';

/** Threads besides the first. */
const THREADS_MAX = 64;

const PROT = { readExecute: 5, readWrite: 3 } as const;

export class Threads {
  readonly #functions: ReadonlyMap<string, bigint>;
  /** Where the instructions are. */
  readonly #code: bigint;
  /** Where the mailboxes are, one after the other. */
  readonly #mailboxes: bigint;
  readonly #errnoLocation = symbolAddress('__errno_location');
  readonly #callers = new Map<number, Caller>();

  private constructor(setup: Setup, code: bigint, mailboxes: bigint) {
    const library = openLibrary(setup);
    const addressed = Object.entries(setup.functions).map(
      ([word, symbol]) => [word, koffi.address(library.symbol(symbol))] as const,
    );
    this.#functions = new Map(addressed);
    this.#code = code;
    this.#mailboxes = mailboxes;
  }

  /** Undefined where there can be none: for this processor there is no code, or the system runs none that is made. */
  static of(setup: Setup): Threads | undefined {
    const instructions = threadCode();
    if (instructions === undefined) return undefined;
    const code = mmap(instructions.length, PROT.readWrite);
    const mailboxes = mmap(THREADS_MAX * MAILBOX.bytes, PROT.readWrite);
    if (code === undefined || mailboxes === undefined) return undefined;
    new Uint8Array(koffi.view(code, instructions.length)).set(instructions);
    const runs = mprotect(code, instructions.length, PROT.readExecute) === 0;
    return runs ? new Threads(setup, code, mailboxes) : undefined;
  }

  /** Starts the thread where it is new. Undefined where there cannot be so many. */
  callerOf(thread: number): Caller | undefined {
    const known = this.#callers.get(thread);
    if (known !== undefined || this.#callers.size === THREADS_MAX) return known;
    const mailbox = this.#mailboxes + BigInt(this.#callers.size * MAILBOX.bytes);
    if (!startThread(this.#code, mailbox)) return undefined;
    const caller = new ThreadCaller(mailbox, this.#functions, this.#errnoLocation);
    this.#callers.set(thread, caller);
    return caller;
  }
}

/** Has functions called on one thread, and waits for each. */
class ThreadCaller implements Caller {
  readonly outcome: Outcome = { addr: 0, errno: 0, pointerBefore: 0n, pointerAfter: 0n };
  readonly #functions: ReadonlyMap<string, bigint>;
  readonly #state: number;
  readonly #out: bigint;
  readonly #memory: DataView;

  constructor(mailbox: bigint, functions: ReadonlyMap<string, bigint>, errnoLocation: bigint) {
    this.#functions = functions;
    this.#state = Number(mailbox) + MAILBOX.state;
    this.#out = mailbox + BigInt(MAILBOX.out);
    this.#memory = new DataView(koffi.view(mailbox, MAILBOX.bytes));
    this.#put(MAILBOX.errnoLocation, errnoLocation);
  }

  call(word: string, args: readonly Whole[], errnoBefore: number): void {
    const { family, parameters } = ENTRIES[word] as Entry;
    const givesPointer = parameters.includes('out');
    const memory = this.#memory;
    this.#put(MAILBOX.function, this.#functions.get(word) as bigint);
    this.#put(MAILBOX.out, UNTOUCHED);
    memory.setUint32(MAILBOX.errno, errnoBefore, true);
    const given = givesPointer ? [this.#out, ...args] : args;
    for (const [i, arg] of given.entries()) this.#put(MAILBOX.args + i * 8, BigInt(arg));
    memory.setUint32(MAILBOX.state, CALLED, true);
    futexWake(this.#state);
    while (memory.getUint32(MAILBOX.state, true) === CALLED) futexWait(this.#state, CALLED);
    this.#read(family, givesPointer);
  }

  #read(family: FamilyName, givesPointer: boolean): void {
    const memory = this.#memory;
    if (givesPointer) {
      const failed = memory.getInt32(MAILBOX.result, true);
      return pointerGiven(this.outcome, failed, memory.getBigUint64(MAILBOX.out, true));
    }
    const result = memory.getBigUint64(MAILBOX.result, true);
    blockGiven(this.outcome, family === 'free' ? 0 : Number(result));
    this.outcome.errno = memory.getInt32(MAILBOX.errno, true);
  }

  #put(at: number, value: bigint): void {
    this.#memory.setBigUint64(at, value, true);
  }
}
