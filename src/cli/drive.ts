/** Drives long work in slices of time, so that Ctrl-C, time limits and the status line have their turn between them. */
import { setImmediate } from 'node:timers/promises';
import { campaign } from '../campaign/campaign.ts';
import type { CampaignSettings } from '../campaign/campaign.ts';
import type { CampaignFinding, CampaignResult, Progress } from '../campaign/result.ts';
import { statusText } from '../report/status-text.ts';
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
  readonly interrupted: boolean;
}

/**
 * Hears of each bug as soon as it is known.
 *
 * @param shrinkSeconds  from the first try of the shrinker to the smallest program
 */
export type OnFinding = (found: CampaignFinding, shrinkSeconds: number) => void;

/**
 * @param timeMs     after which no further run starts; a bug that was just found is shrunk all the same. Undefined: no limit
 * @param onFinding  is called while the status line is away, so it may write
 */
export async function drive(
  settings: CampaignSettings,
  timeMs: number | undefined,
  terminal: Terminal,
  onFinding: OnFinding = () => undefined,
): Promise<Driven> {
  const status = new StatusLine(terminal);
  const tell: OnFinding = (found, shrinkSeconds) => {
    status.clear();
    onFinding(found, shrinkSeconds);
  };
  const slices = new Slices(settings, timeMs ?? Number.POSITIVE_INFINITY, { terminal, tell });
  return inSlices(slices, terminal, status);
}

/** Does the work, with a status line, until it is over or Ctrl-C comes. */
export async function inSlices<T>(
  slices: Sliced<T>,
  terminal: Terminal,
  status = new StatusLine(terminal),
): Promise<T> {
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
  readonly #tell: OnFinding;
  readonly #start: number;
  readonly #end: number;
  #progress: Progress = { runs: 0, commands: 0, findings: 0, known: [], reached: 0, marks: 0 };
  /** Findings that were told of. */
  #told = 0;
  /** Milliseconds that went so far into the program that is being shrunk. */
  #shrinkMs = 0;
  #interrupted = false;

  constructor(
    settings: CampaignSettings,
    timeMs: number,
    { terminal, tell }: { readonly terminal: Terminal; readonly tell: OnFinding },
  ) {
    this.#settings = settings;
    this.#steps = campaign(settings);
    this.#terminal = terminal;
    this.#tell = tell;
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
      if (this.#progress.shrinking !== undefined) this.#shrinkMs += now - before;
      this.#tellNew(done === true ? value.findings : value.known);
      if (done === true) return this.#driven(value);
      this.#progress = value;
      if (value.shrinking === undefined) this.#shrinkMs = 0;
      if (now >= sliceEnd) return undefined;
    }
  }

  /** One step finds one bug at most, so the time that was spent on shrinking is its own. */
  #tellNew(known: readonly CampaignFinding[]): void {
    for (const found of known.slice(this.#told)) this.#tell(found, this.#shrinkMs / 1000);
    this.#told = known.length;
  }

  statusText(): string {
    const { subject, runs, first } = this.#settings;
    const now = this.#terminal.now();
    return statusText({
      subject: subject.id,
      progress: this.#progress,
      most: runs + first.length,
      seconds: (now - this.#start) / 1000,
      secondsLeft: (this.#end - now) / 1000,
    });
  }

  #driven(result: CampaignResult): Driven {
    const seconds = (this.#terminal.now() - this.#start) / 1000;
    return { result, seconds, interrupted: this.#interrupted };
  }
}
