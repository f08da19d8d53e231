/**
 * The campaign that all tests of a described allocator share. The first of them that runs drives it; what each one has to tell
 * of its invariant follows from the same result.
 *
 * Tests that a filter leaves out are not judged by. The campaign ends well before the time of the test is over: what was found
 * by then is told, as small as it has become.
 */
import { existsSync } from 'node:fs';
import type { RunnerTestCase, TestContext } from 'vitest';
import { drive } from '../cli/drive.ts';
import { Keeper } from '../cli/keeper.ts';
import { checkGeometry } from '../cli/inputs.ts';
import { SILENT } from '../cli/terminal.ts';
import type { Terminal } from '../cli/terminal.ts';
import type { CampaignFinding, CampaignResult } from '../campaign/result.ts';
import { readCorpus } from '../engine/corpus.ts';
import type { StoredRecording } from '../engine/corpus.ts';
import { ofCampaign } from '../report/finding.ts';
import type { FindingReport, Statement } from '../report/finding.ts';
import type { Program } from '../program/program.ts';
import type { Plan } from './plan.ts';
import { replayLine } from './replay-line.ts';

/** Of the time that a test has: after which no program starts, and after which nothing is made smaller. */
const GENERATING = 0.6;
const ALL = 0.85;

/** The clock as it is before a test puts a false one into its place. */
const { now } = Date;

/** What came of the campaign. */
export interface Told {
  readonly result: CampaignResult;
  readonly findings: readonly FindingReport[];
  /** Programs of the corpus among those that ran. */
  readonly recordings: number;
  /** Programs that should have run. */
  readonly asked: number;
  readonly seconds: number;
  /** Why something that was found could not be kept; empty where all was. */
  readonly notes: string;
}

export class SharedCampaign {
  readonly #plan: Plan;
  /** What tests are called, by the id of what they test. */
  readonly #titles: ReadonlyMap<string, string>;
  #told: Promise<Told> | undefined;

  constructor(plan: Plan, titles: ReadonlyMap<string, string>) {
    this.#plan = plan;
    this.#titles = titles;
  }

  /** Whether nobody has asked so far. */
  get isNew(): boolean {
    return this.#told === undefined;
  }

  /** @param context  of the test that asks */
  told(context: TestContext): Promise<Told> {
    this.#told ??= this.#run(context);
    return this.#told;
  }

  async #run({ task, signal }: TestContext): Promise<Told> {
    const { subject, judges, profile, settings, corpus } = this.#plan;
    const { seed, runs, maxFindings } = settings;
    const stored = storedFor(this.#plan);
    const first = stored.map(({ recording }) => recording.program);
    const isAsked = this.#askedIn(task);
    const campaign = {
      subject,
      catalogue: judges.catalogue.filter(isAsked),
      relations: judges.relations.filter(isAsked),
      profile,
      seed,
      runs,
      maxFindings,
      first,
      seeds: seedsOf(stored),
    };
    const timeout = task.timeout > 0 ? task.timeout : Number.POSITIVE_INFINITY;
    const timeMs = Math.min(settings.timeMs ?? timeout, timeout * GENERATING);
    const shrinkSeconds: number[] = [];
    const driven = await drive(
      campaign,
      timeMs,
      terminalUntil(now() + timeout * ALL, signal),
      (_, seconds) => void shrinkSeconds.push(seconds),
    );
    const notes: string[] = [];
    const keeper = new Keeper(corpus, [], [subject]);
    const keep = (found: CampaignFinding, i: number): FindingReport => {
      const invariant = this.#plan.statements.find(({ id }) => id === found.finding.invariant);
      const report = { ...ofCampaign(found, shrinkSeconds[i] ?? 0), invariant };
      const origin = stored.find(({ recording }) => recording.program === found.original)?.path;
      const noting = { ...SILENT, err: (text: string) => void notes.push(text) };
      const file = origin ?? keeper.keep(report, noting);
      const replay = replayLine(task, file === undefined ? seed : undefined);
      return { ...report, file, known: origin !== undefined, replay };
    };
    return {
      result: driven.result,
      findings: driven.result.findings.map(keep),
      recordings: Math.min(first.length, driven.result.runs),
      asked: first.length + runs,
      seconds: driven.seconds,
      notes: notes.join('').trimEnd(),
    };
  }

  /** Whether what is tested has a test beside this one that runs. */
  #askedIn({ suite }: RunnerTestCase): (statement: Pick<Statement, 'id'>) => boolean {
    const names = (suite?.tasks ?? [])
      .filter(({ mode }) => mode !== 'skip' && mode !== 'todo')
      .map(({ name }) => name);
    const running = new Set(names);
    return ({ id }) => running.has(this.#titles.get(id) ?? '');
  }
}

/** The recordings of the corpus that are of this subject. */
function storedFor({ corpus, subject }: Plan): readonly StoredRecording[] {
  if (!existsSync(corpus)) return [];
  const stored = readCorpus(corpus).filter(
    ({ recording }) => recording.program.subject === subject.id,
  );
  for (const { path, recording } of stored)
    checkGeometry(recording.program, subject, { file: path, line: 0, column: 0 });
  return stored;
}

/** What the rewriting of a recording that broke a relation drew from. */
function seedsOf(stored: readonly StoredRecording[]): ReadonlyMap<Program, number> {
  return new Map(
    stored.flatMap(({ recording: { program, broke } }) =>
      broke?.seed === undefined ? [] : [[program, broke.seed] as const],
    ),
  );
}

/** Surroundings that interrupt what runs when that time has come, or the test is ended. */
function terminalUntil(end: number, signal: AbortSignal): Terminal {
  let interrupt: (() => void) | undefined;
  return {
    ...SILENT,
    now: () => {
      const time = now();
      if (time >= end) interrupt?.();
      return time;
    },
    onInterrupt: (listener) => {
      interrupt = listener;
      signal.addEventListener('abort', listener);
      return () => signal.removeEventListener('abort', listener);
    },
  };
}
