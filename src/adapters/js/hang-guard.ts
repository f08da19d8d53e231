/**
 * Ends what loops for ever on this thread, in JavaScript or in WebAssembly.
 *
 * A whole program runs under a short limit. One that does not end by then is run again from its start, now with a limit for
 * each call of the allocator alone: so a slow machine, or a harness that has much to judge, costs a second run and is
 * no finding. A call that does not return by its limit throws. The first such call is given ten times as long as the later
 * ones, which a shrinker makes by the dozen.
 *
 * What comes of it depends on the clock only where a call takes seconds that takes microseconds otherwise, and the message
 * tells no time.
 */
import { Script } from 'node:vm';

/** Milliseconds. */
export interface HangLimits {
  /** For a program, before its calls are watched one by one. */
  readonly programMs: number;
  /** For a call of a watched program, until one did not return; and from then on. */
  readonly firstCallMs: number;
  readonly callMs: number;
}

const LIMITS: HangLimits = { programMs: 500, firstCallMs: 10_000, callMs: 1000 };

/** The code that runs under a limit finds what to run here. */
const SLOT = Symbol.for('allocheck.under-limit');
const SCRIPT = new Script("globalThis[Symbol.for('allocheck.under-limit')]()");

export class HangGuard {
  readonly #limits: HangLimits;
  #isWatching = false;
  #hasHung = false;

  constructor(limits: HangLimits = LIMITS) {
    this.#limits = limits;
  }

  /** Runs a program that makes its calls by `call`; twice, if it does not end in time. */
  program<T>(run: () => T): T {
    if (this.#isWatching) return run();
    try {
      return underLimit(run, this.#limits.programMs);
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    this.#isWatching = true;
    try {
      return run();
    } finally {
      this.#isWatching = false;
    }
  }

  /**
   * One call of the allocator.
   *
   * @param name  for the message: `malloc(24)`
   * @throws {Error} when it does not return
   */
  call<T>(name: () => string, run: () => T): T {
    if (!this.#isWatching) return run();
    const { callMs, firstCallMs } = this.#limits;
    try {
      return underLimit(run, this.#hasHung ? callMs : firstCallMs);
    } catch (error) {
      if (!isTimeout(error)) throw error;
      this.#hasHung = true;
      throw new Error(`${name()} does not return`, { cause: error });
    }
  }
}

function underLimit<T>(run: () => T, timeout: number): T {
  const slots = globalThis as unknown as Record<symbol, (() => void) | undefined>;
  const before = slots[SLOT];
  let answer: T | undefined;
  slots[SLOT] = () => {
    answer = run();
  };
  try {
    SCRIPT.runInThisContext({ timeout });
  } finally {
    slots[SLOT] = before;
  }
  return answer as T;
}

function isTimeout(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
