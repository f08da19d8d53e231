/**
 * Tries mutants in worker threads, one for each core. A watchdog ends a worker whose program does not end: a mutant may
 * well loop for ever.
 */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant } from '../../models/mutants/mutant.ts';
import type { TimedTrial, Tries } from '../campaign/kill-matrix.ts';
import { counted, duration } from '../report/words.ts';
import { StatusLine } from './status.ts';
import type { Terminal } from './terminal.ts';
import { PULSE } from './trial-worker.ts';
import type { TrialTask } from './trial-worker.ts';

export interface TrialsRequest {
  readonly mutants: readonly AnyMutant[];
  readonly config: string | undefined;
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  readonly seeds: readonly number[];
  /** As many as there are cores where undefined. */
  readonly workers: number | undefined;
  /** How long one program may take, milliseconds. */
  readonly hangMs: number;
}

export interface Tried {
  /** In the order of the mutants; without those that an interrupt left out. */
  readonly tries: readonly Tries[];
  readonly seconds: number;
  readonly workers: number;
  readonly interrupted: boolean;
}

/** How often it is looked at whether the workers go on, milliseconds. */
const LOOK_MS = 500;

export async function tryMutants(request: TrialsRequest, terminal: Terminal): Promise<Tried> {
  const workers = request.workers ?? availableParallelism();
  const pool = new Piscina<TrialTask, readonly TimedTrial[]>({
    filename: new URL('trial-worker.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: workers,
    env: { ...terminal.env },
  });
  const trials = new Trials(request, pool, terminal);
  const takeBack = terminal.onInterrupt(() => trials.interrupt());
  try {
    return { ...(await trials.all()), workers };
  } finally {
    takeBack();
    await pool.destroy();
  }
}

/** A mutant that is tried now, or waits for it. */
interface Underway {
  readonly pulse: Int32Array;
  readonly end: AbortController;
  /** Steps when it was looked at last, and when these were fewer. */
  steps: number;
  since: number;
}

class Trials {
  readonly #request: TrialsRequest;
  readonly #pool: Piscina<TrialTask, readonly TimedTrial[]>;
  readonly #terminal: Terminal;
  readonly #status: StatusLine;
  readonly #start: number;
  readonly #underway = new Set<Underway>();
  #done = 0;
  #interrupted = false;

  constructor(
    request: TrialsRequest,
    pool: Piscina<TrialTask, readonly TimedTrial[]>,
    terminal: Terminal,
  ) {
    this.#request = request;
    this.#pool = pool;
    this.#terminal = terminal;
    this.#status = new StatusLine(terminal);
    this.#start = terminal.now();
  }

  interrupt(): void {
    this.#interrupted = true;
    for (const { end } of this.#underway) end.abort();
  }

  async all(): Promise<Omit<Tried, 'workers'>> {
    const { mutants } = this.#request;
    // The longest first, so that the last ones end together.
    const order = mutants.toSorted((a, b) => budgetOf(b) - budgetOf(a));
    const look = setInterval(() => this.#look(), LOOK_MS);
    try {
      const tries = await Promise.all(order.map((mutant) => this.#tried(mutant)));
      return {
        tries: mutants.flatMap((mutant) => tries.find((each) => each?.mutant === mutant) ?? []),
        seconds: (this.#terminal.now() - this.#start) / 1000,
        interrupted: this.#interrupted,
      };
    } finally {
      clearInterval(look);
      this.#status.clear();
    }
  }

  /** Nothing where an interrupt came first. */
  async #tried(mutant: AnyMutant): Promise<Tries | undefined> {
    const { config, invariants, seeds } = this.#request;
    const pulse = new Int32Array(new SharedArrayBuffer(4 * PULSE.length));
    const end = new AbortController();
    const it: Underway = { pulse, end, steps: 0, since: 0 };
    this.#underway.add(it);
    try {
      const task = { config, mutant: mutant.id, invariants, seeds, pulse };
      const trials = await this.#pool.run(task, { signal: end.signal });
      return { mutant, trials };
    } catch (error) {
      if (this.#interrupted) return undefined;
      if (end.signal.aborted) return { mutant, trials: [this.#lost(it, 'hang')] };
      if (isOutOfMemory(error)) return { mutant, trials: [this.#lost(it, 'crash')] };
      throw error;
    } finally {
      this.#underway.delete(it);
      this.#done += 1;
    }
  }

  /** What is known of a trial whose worker is gone, and with it the trials before. */
  #lost({ pulse, since }: Underway, verdict: 'hang' | 'crash'): TimedTrial {
    const seed = this.#request.seeds[Atomics.load(pulse, PULSE.seed)] as number;
    const programs = Atomics.load(pulse, PULSE.programs) + 1;
    const seconds = (this.#terminal.now() - since) / 1000;
    const nothing = { commands: 0, first: [], kills: [], shrunk: undefined };
    return { seed, verdict, programs, ...nothing, seconds };
  }

  /** Ends those that stand still. One that waits has not made its first step. */
  #look(): void {
    const now = this.#terminal.now();
    for (const it of this.#underway) {
      const steps = Atomics.load(it.pulse, PULSE.steps);
      if (steps === 0 || steps !== it.steps) {
        it.steps = steps;
        it.since = now;
      } else if (now - it.since > this.#request.hangMs) it.end.abort();
    }
    this.#status.show(() => this.#text());
  }

  #text(): string {
    const { mutants } = this.#request;
    const time = duration((this.#terminal.now() - this.#start) / 1000);
    return `${this.#done} of ${counted(mutants.length, 'mutant')}, ${time}`;
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function budgetOf(mutant: AnyMutant): number {
  return isEquivalent(mutant) ? 0 : mutant.withinRuns;
}
