/** Runs campaigns: the corpus first, then generated programs, subject after subject. Writes what they find. */
import { existsSync } from 'node:fs';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { CampaignFinding } from '../campaign/result.ts';
import { checkWritable, readCorpus } from '../engine/corpus.ts';
import type { StoredRecording } from '../engine/corpus.ts';
import { ofCampaign } from '../report/finding.ts';
import type { FindingReport, Statement } from '../report/finding.ts';
import type { RunReport } from '../report/run-text.ts';
import type { Program } from '../program/program.ts';
import { profileFor } from '../workload/profile.ts';
import type { Profile } from '../workload/profile.ts';
import { drive } from './drive.ts';
import { EXIT } from './exit.ts';
import { checkGeometry } from './inputs.ts';
import { Keeper } from './keeper.ts';
import { runSettings } from './settings.ts';
import type { RunFlags, RunSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { checkJudgeable, chosenOf, named, standardProfile } from './workbench.ts';
import type { Chosen, Workbench } from './workbench.ts';

/** The corpus of a project, where it has one and no other is named. */
const STANDARD_CORPUS = '.allocheck/corpus';

export interface RunRequest {
  /** Ids; the standard ones where there are none. */
  readonly subjects: readonly string[];
  readonly flags: RunFlags;
  /** The seed when nobody gives one. */
  readonly otherSeed: number;
  /** Hears of each finding as soon as it is known and written; its `runs` may grow until the report of its subject. */
  readonly onFinding?: (report: FindingReport) => void;
}

/** All that is decided before the first program runs. */
interface Plan {
  readonly subjects: readonly SubjectDefinition[];
  readonly settings: RunSettings;
  readonly chosen: Chosen;
  /** Of the whole workbench, also of those that are not chosen. */
  readonly all: readonly Statement[];
  readonly profiles: ReadonlyMap<SubjectDefinition, Profile>;
  readonly corpus: readonly StoredRecording[];
  readonly keeper: Keeper;
}

/**
 * Runs what is asked for, and gives each subject's report when it is done. Ctrl-C ends all.
 *
 * @throws {UsageError} before anything runs
 */
export async function* run(
  request: RunRequest,
  workbench: Workbench,
  terminal: Terminal,
): AsyncGenerator<RunReport, void, undefined> {
  const plan = planOf(request, await profiled(workbench, request), terminal);
  for (const subject of plan.subjects) {
    // oxlint-disable-next-line no-await-in-loop -- one subject after the other, on one processor
    const report = await runSubject(subject, plan, { terminal, onFinding: request.onFinding });
    yield report;
    if (report.interrupted) return;
  }
}

/** The workbench, with the profile of a file where one is named and no profile has that name. */
async function profiled(workbench: Workbench, { flags }: RunRequest): Promise<Workbench> {
  const name = flags.profile ?? workbench.run.profile ?? '';
  if (!name.endsWith('.json') || workbench.profiles.some(({ id }) => id === name)) return workbench;
  const { withProfile } = await import('./profile-file.ts');
  return withProfile(workbench, name);
}

/** The exit code that a report stands for. */
export function runExit({ result, interrupted }: RunReport): number {
  if (interrupted) return EXIT.INTERRUPTED;
  if (result.findings.length > 0) return EXIT.BROKEN;
  const judged = [...result.invariants, ...result.relations];
  return judged.some(({ vacuous }) => vacuous) ? EXIT.VACUOUS : EXIT.HELD;
}

function planOf(request: RunRequest, workbench: Workbench, { env }: Terminal): Plan {
  const { subjects: ids, flags, otherSeed } = request;
  const settings = runSettings(flags, env, workbench.run, otherSeed);
  const chosen = chosenOf(workbench, settings.invariants);
  const subjects =
    ids.length === 0
      ? workbench.standard
      : ids.map((id) => named('subject', workbench.subjects, id));
  for (const subject of subjects) checkJudgeable(subject, chosen);
  const profiles = new Map(
    subjects.map((subject) => [subject, profileOf(subject, settings, workbench)] as const),
  );
  const corpus = corpusOf(settings, subjects);
  checkWritable(settings.out);
  const keeper = new Keeper(settings.out, workbench.flags, subjects);
  const all = [...workbench.invariants, ...workbench.relations];
  return { subjects, settings, chosen, all, profiles, corpus, keeper };
}

function profileOf(
  subject: SubjectDefinition,
  { profile: id, commands }: RunSettings,
  { profiles }: Workbench,
): Profile {
  const profile = id === undefined ? standardProfile(subject) : named('profile', profiles, id);
  const most = commands ?? profile.commandsMax;
  const limited = {
    ...profile,
    commandsMin: Math.min(profile.commandsMin, most),
    commandsMax: most,
  };
  return profileFor(subject, limited);
}

function corpusOf(
  { corpus }: RunSettings,
  subjects: readonly SubjectDefinition[],
): readonly StoredRecording[] {
  const folder = corpus ?? (existsSync(STANDARD_CORPUS) ? STANDARD_CORPUS : undefined);
  const stored = folder === undefined ? [] : readCorpus(folder);
  for (const { path, recording } of stored) {
    const subject = subjects.find(({ id }) => id === recording.program.subject);
    if (subject === undefined) continue;
    checkGeometry(recording.program, subject, { file: path, line: 0, column: 0 });
  }
  return stored;
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly onFinding: RunRequest['onFinding'];
}

async function runSubject(
  subject: SubjectDefinition,
  plan: Plan,
  { terminal, onFinding }: Surroundings,
): Promise<RunReport> {
  const { settings, chosen, all } = plan;
  const stored = plan.corpus.filter(({ recording }) => recording.program.subject === subject.id);
  const first = stored.map(({ recording }) => recording.program);
  const profile = plan.profiles.get(subject) as Profile;
  const { seed, runs, timeMs, maxFindings } = settings;
  const seeds = seedsOf(stored);
  const campaign = { ...chosen, subject, profile, seed, runs, maxFindings, first, seeds };
  const told: FindingReport[] = [];
  const driven = await drive(campaign, timeMs, terminal, (found, seconds) => {
    const report = kept(found, seconds, { stored, plan, terminal });
    told.push(report);
    onFinding?.(report);
  });
  const asked = new Set<Statement>([...chosen.catalogue, ...chosen.relations]);
  const left = all.filter((each) => !asked.has(each)).map(({ id }) => id);
  const { result } = driven;
  return {
    title: subject.title,
    result: { ...result, notRun: [...result.notRun, ...left] },
    findings: told.map((report, i) => ({ ...report, runs: result.findings[i]?.runs })),
    recordings: Math.min(first.length, result.runs),
    seconds: driven.seconds,
    interrupted: driven.interrupted,
  };
}

/** What the rewriting of a recording that broke a relation drew from. */
function seedsOf(stored: readonly StoredRecording[]): ReadonlyMap<Program, number> {
  const seeds = new Map<Program, number>();
  for (const { recording } of stored) {
    const { program, broke } = recording;
    if (broke?.seed !== undefined) seeds.set(program, broke.seed);
  }
  return seeds;
}

interface Context {
  readonly stored: readonly StoredRecording[];
  readonly plan: Plan;
  readonly terminal: Terminal;
}

/** The finding, written to the disk unless it came from there. */
function kept(
  found: CampaignFinding,
  seconds: number,
  { stored, plan, terminal }: Context,
): FindingReport {
  const invariant = plan.all.find(({ id }) => id === found.finding.invariant);
  const report = { ...ofCampaign(found, seconds), invariant };
  const origin = stored.find(({ recording }) => recording.program === found.original)?.path;
  const file = origin ?? plan.keeper.keep(report, terminal);
  const known = origin !== undefined;
  return { ...report, file, known, replay: plan.keeper.replayLine(file) };
}
