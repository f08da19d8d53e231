/** Drives long work in slices of time, so that Ctrl-C, time limits and the status line have their turn between them. */
import { setImmediate } from 'node:timers/promises';
import { campaign } from '../campaign/campaign.ts';
import type { CampaignSettings } from '../campaign/campaign.ts';
import type { CampaignResult, Progress } from '../campaign/result.ts';
import { amount, counted, duration } from '../report/words.ts';
import { StatusLine } from './status.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds of a slice. One run of a program is never interrupted, so a slice may be longer by that. */
export const SLICE_MS = 50;

/** Work that is done slice by slice. */
export interface Sliced<T> {
  /** Works for a slice; what came of it all when it is over. */
  readonly next: () => T | undefined;
  /** Ends it with the slice that is next. */
  readonly interrupt: () => void;
  readonly statusText: () => string;
}

export interface Driven {
  readonly result: CampaignResult;
  readonly seconds: number;
  /** For each finding: from the first try of the shrinker to the smallest program. */
  readonly shrinkSeconds: readonly number[];
  readonly interrupted: boolean;
}

/**
 * @param timeMs  after which no further run starts; a bug that was just found is shrunk all the same. Undefined: no limit
 */
export async function drive(
  settings: CampaignSettings,
  timeMs: number | undefined,
  terminal: Terminal,
): Promise<Driven> {
  return inSlices(new Slices(settings, timeMs ?? Number.POSITIVE_INFINITY, terminal), terminal);
}

/** Does the work, with a status line, until it is over or Ctrl-C comes. */
export async function inSlices<T>(slices: Sliced<T>, terminal: Terminal): Promise<T> {
  const status = new StatusLine(terminal);
  const takeBack = terminal.onInterrupt(() => slices.interrupt());
  try {
    for (;;) {
      const done = slices.next();
      if (done !== undefined) return done;
      status.show(() => slices.statusText());
      // oxlint-disable-next-line no-await-in-loop -- the pause is the point
      await setImmediate();
    }
  } finally {
    takeBack();
    status.clear();
  }
}

class Slices implements Sliced<Driven> {
  readonly #settings: CampaignSettings;
  readonly #steps: Generator<Progress, CampaignResult, boolean>;
  readonly #terminal: Terminal;
  readonly #start: number;
  readonly #end: number;
  #progress: Progress = { runs: 0, commands: 0, findings: 0 };
  /** Milliseconds that it took to shrink each finding, and so far for the program that is being shrunk. */
  readonly #shrinkMs: number[] = [];
  #ownShrinkMs = 0;
  #interrupted = false;

  constructor(settings: CampaignSettings, timeMs: number, terminal: Terminal) {
    this.#settings = settings;
    this.#steps = campaign(settings);
    this.#terminal = terminal;
    this.#start = terminal.now();
    this.#end = this.#start + timeMs;
  }

  interrupt(): void {
    this.#interrupted = true;
  }

  /** Runs for a slice; what came of the campaign when it is over. */
  next(): Driven | undefined {
    const sliceEnd = this.#terminal.now() + SLICE_MS;
    for (;;) {
      const before = this.#terminal.now();
      const isNew = this.#progress.shrinking === 'new';
      const goesOn = !this.#interrupted && (isNew || before < this.#end);
      const { done, value } = this.#steps.next(goesOn);
      const now = this.#terminal.now();
      this.#time(done === true ? value.findings.length : value.findings, now - before);
      if (done === true) return this.#driven(value);
      this.#progress = value;
      if (value.shrinking === undefined) this.#ownShrinkMs = 0;
      if (now >= sliceEnd) return undefined;
    }
  }

  /** Of the time that a step took, what went into shrinking; and the whole of it, when a finding came of it. */
  #time(findings: number, ms: number): void {
    if (this.#progress.shrinking !== undefined) this.#ownShrinkMs += ms;
    if (findings > this.#shrinkMs.length) this.#shrinkMs.push(this.#ownShrinkMs);
  }

  statusText(): string {
    const { subject, runs: most, first } = this.#settings;
    const { runs, commands, findings, shrinking } = this.#progress;
    const of = Number.isFinite(most)
      ? `${amount(runs)} of ${amount(most + first.length)}`
      : amount(runs);
    const time = duration((this.#terminal.now() - this.#start) / 1000);
    const bugs = findings === 0 ? '' : `, ${counted(findings, 'bug')}`;
    const deed = shrinking === undefined ? '' : ', shrinking what broke';
    return `${subject.id}: ${of} programs, ${counted(commands, 'command')}, ${time}${bugs}${deed}`;
  }

  #driven(result: CampaignResult): Driven {
    const end = this.#terminal.now();
    return {
      result,
      seconds: (end - this.#start) / 1000,
      shrinkSeconds: this.#shrinkMs.map((ms) => ms / 1000),
      interrupted: this.#interrupted,
    };
  }
}
