/**
 * Runs programs in processes of a peer, and tells how a process ended that did not survive one.
 *
 * Most programs share a process, whose replies come in bulk. When it dies, how many of its replies were lost is not
 * known, so the program runs once more, in a process of its own that writes each reply at once.
 */
import { Exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import type { Link } from './link.ts';
import type { Origin } from './origin.ts';
import type { Greeting } from './protocol.ts';
import { signalName } from './signals.ts';

/** How a process ended while a program ran in it. */
export interface Ending {
  /** By a signal, by itself, by us since it did not go on, or by what it says is an error of ours. */
  readonly how: 'signal' | 'exit' | 'hang' | 'error';
  /** `SIGSEGV`, `exit code 3`, `hang`, or the message of the error. */
  readonly name: string;
  /** The exit code; undefined where a signal ended it. */
  readonly code: number | undefined;
  /** The last lines that the process printed: an allocator that aborts says why. */
  readonly stderr: readonly string[];
  /** The index of the program's line during which it ended, from 0: so many replies came before. */
  readonly after: number;
  /** What there was of that line's reply: a block that was got, but could not be written. */
  readonly partial: string;
  /** False where it ended in a process that others shared, and not again in one of its own: `after` is a lower bound. */
  readonly repeats: boolean;
}

export interface Ran {
  /** One for each line of the program, or for those before the process ended. */
  readonly replies: readonly string[];
  /** Undefined where it went on. */
  readonly ended: Ending | undefined;
}

export interface RunOptions {
  /** Runs in a process in which no program ran before, so that the answer is a function of the program. */
  readonly fresh: boolean;
  /** What the peer may take between two writes of its replies before it hangs, milliseconds of processor time. */
  readonly limitMs: number;
}

/** How much longer a hang is waited for before it is told. */
const CONFIRMED_HANG = 10;

export class PeerPool {
  readonly #origin: Origin;
  /** A hang was confirmed. */
  #hasHung = false;
  #current: { readonly link: Link; readonly exchange: Exchange } | undefined;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  get greeting(): Greeting {
    return this.#origin.greeting;
  }

  /**
   * Runs a program.
   *
   * Slow is no defect: a hang in a process that is shared, and the first of all, is confirmed in a process of its own with ten
   * times the limit. Those that come after it, while what hangs is made smaller, are believed.
   *
   * @param program lines from `begin` to `end`, each with its line feed
   * @throws {AdapterFailed} when no process can be started, or it says what nobody asked for
   */
  run(program: string, { fresh, limitMs }: RunOptions): Ran {
    const first = fresh
      ? this.#alone(program, limitMs)
      : this.#exchange(this.#shared(), program, limitMs);
    const { ended } = first;
    if (ended === undefined) return first;
    const hung = ended.how === 'hang';
    if (fresh && (!hung || this.#hasHung)) return first;
    const again = this.#alone(program, hung ? limitMs * CONFIRMED_HANG : limitMs);
    if (again.ended?.how === 'hang') this.#hasHung = true;
    if (hung || again.ended !== undefined) return again;
    return { ...first, ended: { ...ended, repeats: false } };
  }

  /** Of the process that programs share; undefined while there is none. */
  get pid(): number | undefined {
    return this.#current?.link.pid;
  }

  /** The next program does not share the process of those before. */
  renew(): void {
    this.#current = undefined;
  }

  close(): void {
    this.#current = undefined;
    this.#origin.close();
  }

  #alone(program: string, limitMs: number): Ran {
    this.#current = undefined;
    const ran = this.#exchange(this.#begin(), `careful\n${program}`, limitMs);
    this.#current = undefined;
    const { ended } = ran;
    return {
      replies: ran.replies.slice(1),
      ended: ended && { ...ended, after: Math.max(0, ended.after - 1) },
    };
  }

  #shared(): Exchange {
    if (this.#current?.link.ended() !== undefined) this.#current = undefined;
    return this.#current?.exchange ?? this.#begin();
  }

  #begin(): Exchange {
    const link = this.#origin.start();
    this.#current = { link, exchange: new Exchange(link) };
    return this.#current.exchange;
  }

  #exchange(exchange: Exchange, program: string, limitMs: number): Ran {
    const count = countLines(program);
    const exchanged = exchange.run(program, count, limitMs);
    const ended = endingOf(exchanged, exchange.errors);
    if (ended !== undefined) this.#current = undefined;
    const replies = ended?.how === 'error' ? exchanged.replies.slice(0, -1) : exchanged.replies;
    return { replies, ended };
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) count += 1;
  return count;
}

const ERROR = 'error ';

function endingOf(
  { replies, partial, ended }: Exchanged,
  stderr: readonly string[],
): Ending | undefined {
  const last = replies.at(-1);
  const error = last?.startsWith(ERROR) === true ? last.slice(ERROR.length) : undefined;
  if (ended === undefined && error === undefined) return undefined;
  const status = ended === 'hang' ? undefined : ended;
  const seen = { code: status?.code, stderr, partial, repeats: true };
  if (error !== undefined) return { how: 'error', name: error, after: replies.length - 1, ...seen };
  const after = replies.length;
  if (status === undefined) return { how: 'hang', name: 'hang', after, ...seen };
  if (status.signal !== undefined) {
    return { how: 'signal', name: signalName(status.signal), after, ...seen };
  }
  return { how: 'exit', name: `exit code ${status.code}`, after, ...seen };
}
