/**
 * Tells a process that hangs from one that is slow because the machine is busy.
 *
 * Time is counted as the processor time that the process itself had, and, while it had none since all of its threads
 * sleep, as the time waited: one that computes for ever is found by the first, one that waits for ever by the second. A
 * busy machine stretches the time of day, but neither of these.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { processorMs } from './libc.ts';

/** However it divides its time, a process that says nothing for so many limits hangs: it may nap in a loop. */
const WAITED_LIMITS = 20;

export class Watchdog {
  readonly #pid: number;
  readonly #limitMs: number;
  /** Processor time when it last said something. */
  #hadMs: number;
  #lastMs: number;
  #idleMs = 0;
  #waitedMs = 0;

  /** @param limitMs what the process may take between two replies, milliseconds */
  constructor(pid: number, limitMs: number) {
    this.#pid = pid;
    this.#limitMs = limitMs;
    this.#hadMs = processorMs(pid) ?? 0;
    this.#lastMs = this.#hadMs;
  }

  /** It said something. */
  spoke(): void {
    this.#hadMs = processorMs(this.#pid) ?? this.#lastMs;
    this.#lastMs = this.#hadMs;
    this.#idleMs = 0;
    this.#waitedMs = 0;
  }

  /** Whether it hangs, after so many milliseconds more in which it said nothing. */
  hangs(waitedMs: number): boolean {
    const now = processorMs(this.#pid) ?? this.#lastMs;
    this.#waitedMs += waitedMs;
    if (now > this.#lastMs) this.#idleMs = 0;
    else if (sleeps(this.#pid)) this.#idleMs += waitedMs;
    this.#lastMs = now;
    return (
      now - this.#hadMs >= this.#limitMs ||
      this.#idleMs >= this.#limitMs ||
      this.#waitedMs >= this.#limitMs * WAITED_LIMITS
    );
  }
}

/** Whether no thread of a process computes or waits for a processor. */
function sleeps(pid: number): boolean {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.every((thread) => {
      const line = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'latin1');
      return line.slice(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3) !== 'R';
    });
  } catch {
    // One has just ended.
    return false;
  }
}
