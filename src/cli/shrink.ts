/** Makes the program of a file smaller, as long as it breaks the same. */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import { leadOf, shrinkingFinding } from '../campaign/broken-run.ts';
import type { BrokenRun } from '../campaign/broken-run.ts';
import type { CampaignFinding } from '../campaign/result.ts';
import { checkWritable } from '../engine/corpus.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { ofCampaign } from '../report/finding.ts';
import type { Ended, ShrinkReport, Smaller } from '../report/shrink-text.ts';
import { amount, counted, duration } from '../report/words.ts';
import { SLICE_MS, inSlices } from './drive.ts';
import type { Sliced } from './drive.ts';
import { EXIT } from './exit.ts';
import { readInput } from './inputs.ts';
import type { Input } from './inputs.ts';
import { judgesOf } from './judges.ts';
import type { Judges } from './judges.ts';
import { Keeper } from './keeper.ts';
import { judgeInput, replayExit } from './replay.ts';
import type { JudgedInput } from './replay.ts';
import type { Terminal } from './terminal.ts';
import { named } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/**
 * Programs that are run at most: the few that need so many are long, and stay so. Whoever waits for one file waits longer
 * than a campaign does, which shrinks many.
 */
const PROGRAMS_MAX = 20_000;

export interface ShrinkRequest {
  readonly file: string;
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  /** Id of the subject to run it on; the one that it names where undefined. */
  readonly subject: string | undefined;
  /** Whether the smallest program may break another invariant than the file's. */
  readonly any: boolean;
  /** Milliseconds after which the smallest so far is kept; undefined for no limit. */
  readonly timeMs: number | undefined;
  readonly out: string;
}

/**
 * Looks for the smallest program that breaks what the file's does, and writes it.
 *
 * @throws {HarnessError} before anything runs, when the file or a flag is not what it should be
 */
export async function shrink(
  request: ShrinkRequest,
  workbench: Workbench,
  terminal: Terminal,
): Promise<ShrinkReport> {
  const { subject, out } = request;
  if (subject !== undefined) named('subject', workbench.subjects, subject);
  const input = readInput(request.file, subject, workbench);
  const judges = judgesOf(input, request.invariants, workbench);
  checkWritable(out);
  const judged = judgeInput(input, judges);
  const { invariants, relations, notRun, verdict } = judged;
  const broken = brokenOf(input, judges, judged, request.any);
  const { file, format, events } = input;
  return {
    file,
    format,
    subject: input.subject.id,
    subjectVersion: input.subject.version,
    events,
    commands: commandCount(input.program),
    invariants,
    relations,
    notRun,
    verdict,
    first: firstOf(input, judged, broken),
    smaller: broken && (await smallerOf(broken, judges, request, { workbench, terminal })),
  };
}

/** @param asked  whether the invariants were asked for, so that each must have met something */
export function shrinkExit(report: ShrinkReport, asked: boolean): number {
  if (report.smaller === undefined) return replayExit(report, asked);
  return report.smaller.ended === 'interrupt' ? EXIT.INTERRUPTED : EXIT.BROKEN;
}

/** The run that is to be made smaller; undefined where nothing broke, or not what the recording says. */
function brokenOf(
  { program, subject, broke }: Input,
  { catalogue, relations }: Judges,
  { broken: findings, verdict }: JudgedInput,
  any: boolean,
): BrokenRun | undefined {
  if (findings.length === 0) return undefined;
  const judges = { subject, catalogue, relations, evaluations: PROGRAMS_MAX };
  const run: BrokenRun = { ...judges, program, outcome: { findings }, run: undefined };
  if (any) return { ...run, aim: 'any' };
  const recorded = findings.find(({ invariant }) => invariant === broke?.invariant);
  if (recorded !== undefined) return { ...run, aim: { only: recorded.invariant } };
  return verdict.kind === 'diverged' ? undefined : { ...run, aim: { only: leadOf(run) } };
}

/** What the file's program broke: as it was recorded where it did, else the cause of what it broke. */
function firstOf(
  { broke }: Input,
  { broken: findings }: JudgedInput,
  run: BrokenRun | undefined,
): Finding | undefined {
  const lead = run === undefined ? undefined : leadOf(run);
  const first = (id: string | undefined): Finding | undefined =>
    findings.find(({ invariant }) => invariant === id);
  return first(broke?.invariant) ?? first(lead) ?? findings[0];
}

async function smallerOf(
  broken: BrokenRun,
  { catalogue, relations }: Judges,
  { out, invariants, any, timeMs = Number.POSITIVE_INFINITY }: ShrinkRequest,
  { workbench, terminal }: { readonly workbench: Workbench; readonly terminal: Terminal },
): Promise<Smaller> {
  const { found, ended, seconds } = await inSlices(new Slices(broken, timeMs, terminal), terminal);
  const judges: readonly Pick<AnyInvariant, 'id' | 'holds' | 'because'>[] = [
    ...catalogue,
    ...relations,
  ];
  const invariant = judges.find(({ id }) => id === found.finding.invariant);
  const report = { ...ofCampaign(found, seconds), invariant };
  const keeper = new Keeper(out, workbench.flags, workbench.subjects);
  const file = keeper.keep(report, terminal);
  const goOn = file === undefined ? undefined : keeper.shrinkLine(file, { invariants, any });
  return { report: { ...report, file, replay: keeper.replayLine(file) }, ended, goOn };
}

interface Shrunk {
  readonly found: CampaignFinding;
  readonly ended: Ended;
  readonly seconds: number;
}

class Slices implements Sliced<Shrunk> {
  readonly #broken: BrokenRun;
  readonly #steps: Generator<number, CampaignFinding, boolean>;
  readonly #terminal: Terminal;
  readonly #start: number;
  readonly #end: number;
  /** The smallest so far. */
  #best: Program;
  #evaluations = 0;
  /** Why it is to stop; undefined while it may go on. */
  #stop: 'time' | 'interrupt' | undefined;

  constructor(broken: BrokenRun, timeMs: number, terminal: Terminal) {
    this.#broken = broken;
    this.#best = broken.program;
    this.#steps = shrinkingFinding(broken, (candidate) => {
      this.#best = candidate;
      return false;
    });
    this.#terminal = terminal;
    this.#start = terminal.now();
    this.#end = this.#start + timeMs;
  }

  interrupt(): void {
    this.#stop = 'interrupt';
  }

  next(): Shrunk | undefined {
    const sliceEnd = this.#terminal.now() + SLICE_MS;
    for (;;) {
      const { done, value } = this.#steps.next(this.#stop === undefined);
      if (done === true) return this.#shrunk(value);
      this.#evaluations = value;
      const now = this.#terminal.now();
      if (now >= this.#end) this.#stop ??= 'time';
      if (now >= sliceEnd) return undefined;
    }
  }

  statusText(): string {
    const { subject, program } = this.#broken;
    const from = counted(commandCount(program), 'command');
    const ran = counted(this.#evaluations, 'program');
    const time = duration((this.#terminal.now() - this.#start) / 1000);
    return `${subject.id}: ${from} -> ${amount(commandCount(this.#best))} so far, ${ran} run, ${time}`;
  }

  #shrunk(found: CampaignFinding): Shrunk {
    const seconds = (this.#terminal.now() - this.#start) / 1000;
    return { found, ended: this.#endOf(found), seconds };
  }

  #endOf({ repeats, shrunk }: CampaignFinding): Ended {
    if (!repeats) return 'not-repeated';
    return shrunk.complete ? 'smallest' : (this.#stop ?? 'programs');
  }
}
