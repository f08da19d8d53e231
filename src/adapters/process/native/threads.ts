/**
 * Threads that the library under test is called on, one at a time: a command runs to its end before the next begins,
 * wherever that runs.
 */
import { Worker } from 'node:worker_threads';
import type { Caller, Outcome } from './functions.ts';
import { isCompiled, loadingScript, moduleBeside } from './modules.ts';
import type { Whole } from './numbers.ts';
import type { Setup } from './setup.ts';

/** Threads besides the first. */
const THREADS_MAX = 64;

/** Longer than the start of a thread takes on a busy machine. */
const START_MS = 20_000;

/** Memory that a thread and whoever has it called share. All whole numbers of 64 bits but the state. */
export class Mailbox {
  /** Index of the function's command word, errno before and after, addresses, posix_memalign's pointer, arguments. */
  static readonly slots = { word: 0, errno: 1, addr: 2, before: 3, after: 4, count: 5, args: 6 };

  readonly memory: SharedArrayBuffer;
  readonly values: BigUint64Array;
  readonly #state: Int32Array;

  constructor(memory = new SharedArrayBuffer(8 + 12 * 8)) {
    this.memory = memory;
    this.#state = new Int32Array(memory, 0, 1);
    this.values = new BigUint64Array(memory, 8);
  }

  get state(): number {
    return Atomics.load(this.#state, 0);
  }

  enter(state: number): void {
    Atomics.store(this.#state, 0, state);
    Atomics.notify(this.#state, 0);
  }

  /** Waits until the other one has left a state. */
  waitWhile(state: number, ms?: number): void {
    Atomics.wait(this.#state, 0, state, ms);
  }
}

/** States of a mailbox. */
export const STATES = { starting: 0, ready: 1, called: 2 } as const;

/** What a thread begins with. */
export interface ThreadStart {
  readonly setup: Setup;
  readonly memory: SharedArrayBuffer;
}

export class Threads {
  readonly #setup: Setup;
  readonly #callers = new Map<number, Caller>();

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  /** Starts the thread where it is new. Undefined where there cannot be so many. */
  callerOf(thread: number): Caller | undefined {
    let caller = this.#callers.get(thread);
    if (caller === undefined && this.#callers.size < THREADS_MAX) {
      caller = startThread(this.#setup);
      if (caller !== undefined) this.#callers.set(thread, caller);
    }
    return caller;
  }
}

function startThread(setup: Setup): Caller | undefined {
  const mailbox = new Mailbox();
  const module = moduleBeside(import.meta.url, './thread');
  const workerData: ThreadStart = { setup, memory: mailbox.memory };
  const worker = isCompiled(module)
    ? new Worker(module, { workerData })
    : new Worker(loadingScript(module), { workerData, eval: true });
  worker.unref();
  mailbox.waitWhile(STATES.starting, START_MS);
  return mailbox.state === STATES.ready ? new ThreadCaller(setup, mailbox) : undefined;
}

class ThreadCaller implements Caller {
  readonly outcome: Outcome = { addr: 0, errno: 0, pointerBefore: 0n, pointerAfter: 0n };
  readonly #words: readonly string[];
  readonly #mailbox: Mailbox;

  constructor(setup: Setup, mailbox: Mailbox) {
    this.#words = Object.keys(setup.functions);
    this.#mailbox = mailbox;
  }

  call(word: string, args: readonly Whole[], errnoBefore: number): void {
    const { values } = this.#mailbox;
    const at = Mailbox.slots;
    values[at.word] = BigInt(this.#words.indexOf(word));
    values[at.errno] = BigInt(errnoBefore);
    values[at.count] = BigInt(args.length);
    for (const [i, arg] of args.entries()) values[at.args + i] = BigInt(arg);
    this.#mailbox.enter(STATES.called);
    this.#mailbox.waitWhile(STATES.called);
    this.outcome.addr = Number(values[at.addr]);
    this.outcome.errno = Number(values[at.errno]);
    this.outcome.pointerBefore = values[at.before] as bigint;
    this.outcome.pointerAfter = values[at.after] as bigint;
  }
}
