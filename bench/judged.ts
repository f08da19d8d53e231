/**
 * Time per command of a program in its steady state: judged by every invariant, run by the same
 * client without a judge (contents are still written and compared), and bare, as calls to the model.
 *
 * The whole state is judged every so often, with a period that grows with the heap. So the judged
 * time is taken from the end of one whole judgement to the end of the last: it has its share of them.
 */
import { assert } from '../src/base/errors.ts';
import type { AnyInvariant } from '../spec/invariant.ts';
import type { Subject } from '../spec/subject.ts';
import { catalogue } from '../spec/invariants/index.ts';
import { applicable } from '../src/engine/judge.ts';
import { execute } from '../src/engine/execute.ts';
import { OP, STRIDE, commandCount } from '../src/program/program.ts';
import type { Program } from '../src/program/program.ts';
import { goSubject } from '../models/go/subject.ts';
import { PAGES, POINTERS, SMALL, steadyProgram } from './programs.ts';
import type { Mix } from './programs.ts';
import { cpuNs, lowerQuartile } from './timing.ts';

const judges = applicable(catalogue, goSubject.offers);

/** What is run. */
export interface JudgedWork {
  readonly mix: Mix;
  readonly live: number;
}

/** Nanoseconds per command. */
export interface JudgedRow extends JudgedWork {
  readonly judged: number;
  readonly unjudged: number;
  readonly bare: number;
  /** Subjects judged per command, those of whole judgements included. */
  readonly checks: number;
}

/** In the order of the report. Page-heavy programs of 100,000 blocks would need 700 MB. */
export const JUDGED_WORKS: readonly JudgedWork[] = [
  ...[100, 1000, 10_000, 100_000].map((live) => ({ mix: SMALL, live })),
  ...[100, 1000, 10_000].map((live) => ({ mix: PAGES, live })),
  ...[100, 1000, 10_000].map((live) => ({ mix: POINTERS, live })),
];

/** How long the programs are and how often they run. */
export interface Length {
  /** Replacements before measuring, and at least so many live blocks. */
  readonly settle: number;
  /** Replacements measured at least, and at least so many times the live blocks. */
  readonly measured: number;
  readonly timesLive: number;
  /** Runs that count. One more comes first, in which the code gets warm. */
  readonly runs: number;
}

export const LONG: Length = { settle: 5000, measured: 100_000, timesLive: 12, runs: 5 };
export const SHORT: Length = { settle: 10, measured: 100, timesLive: 1, runs: 1 };

/** A point of a run. */
interface Mark {
  readonly step: number;
  readonly ns: number;
}

export function measureJudged({ mix, live }: JudgedWork, length: Length): JudgedRow {
  const settle = Math.max(length.settle, live);
  const measured = Math.max(length.measured, length.timesLive * live);
  const program = steadyProgram(mix, live, settle + measured);
  const from = live + 2 * settle;
  const judged: number[] = [];
  const unjudged: number[] = [];
  const bare: number[] = [];
  let checks = 0;
  for (let run = 0; run <= length.runs; run += 1) {
    bare.push(runBare(program, from));
    unjudged.push(runUnjudged(program, from));
    const { ns, checksPerCommand } = runJudged(program, from);
    judged.push(ns);
    checks = checksPerCommand;
  }
  return {
    mix,
    live,
    judged: lowerQuartile(judged.slice(1)),
    unjudged: lowerQuartile(unjudged.slice(1)),
    bare: lowerQuartile(bare.slice(1)),
    checks,
  };
}

function runJudged(program: Program, from: number): { ns: number; checksPerCommand: number } {
  const wholes: Mark[] = [];
  const edges: Mark[] = [];
  const probe = wholeJudgements();
  const last = commandCount(program) - 1;
  const outcome = execute(program, goSubject, [...judges, probe.invariant], (step) => {
    const isWhole = probe.seen();
    if (step < from || step > last) return;
    if (isWhole) wholes.push({ step, ns: cpuNs() });
    if (step === from || step === last) edges.push({ step, ns: cpuNs() });
  });
  assert(outcome.findings.length === 0, `a finding: ${JSON.stringify(outcome.findings)}`);
  let checks = 0;
  for (const count of outcome.judged) checks += count;
  const marks = wholes.length > 1 ? wholes : edges;
  return { ns: nsPerCommand(marks), checksPerCommand: checks / outcome.commands };
}

function runUnjudged(program: Program, from: number): number {
  const marks: Mark[] = [];
  const last = commandCount(program) - 1;
  execute(program, goSubject, [], (step) => {
    if (step === from || step === last) marks.push({ step, ns: cpuNs() });
  });
  return nsPerCommand(marks);
}

/** Only the calls to the subject. */
function runBare({ heap, commands }: Program, from: number): number {
  const subject = goSubject.create(heap);
  const addrs = new Float64Array(commands.length / STRIDE);
  const bare: Bare = { subject, commands, addrs };
  bareSteps(bare, 0, from);
  const start = cpuNs();
  bareSteps(bare, from, addrs.length);
  const took = cpuNs() - start;
  subject.dispose?.();
  return took / (addrs.length - from);
}

interface Bare {
  readonly subject: Subject;
  readonly commands: Float64Array;
  /** By label. */
  readonly addrs: Float64Array;
}

function bareSteps({ subject, commands, addrs }: Bare, from: number, to: number): void {
  for (let at = from * STRIDE; at < to * STRIDE; at += STRIDE) {
    const label = commands[at + 1] as number;
    const size = commands[at + 2] as number;
    subject.touched?.clear();
    if (commands[at] === OP.FREE) subject.free(addrs[label] as number);
    else addrs[label] = subject.malloc(size, commands[at + 3] as number, false);
  }
}

/** From the first mark to the last. */
function nsPerCommand(marks: readonly Mark[]): number {
  const start = marks[0];
  const end = marks.at(-1);
  assert(start !== undefined && end !== undefined, 'a bench program is too short to be measured');
  return (end.ns - start.ns) / (end.step - start.step);
}

/** An invariant without subjects, that notices when the whole state is judged. */
function wholeJudgements(): { readonly invariant: AnyInvariant; seen(): boolean } {
  let due = false;
  const all = (): readonly never[] => {
    due = true;
    return [];
  };
  return {
    invariant: {
      id: 'client/whole-judgement',
      holds: 'the whole state is judged',
      because: 'the bench measures from one whole judgement to another',
      sources: catalogue[0]!.sources,
      when: 'always',
      cost: 'O(1)',
      every: { every: 'whole judgement', level: 'client', all },
      check: () => undefined,
      examples: { holds: [], violates: [] },
    },
    seen: () => {
      const was = due;
      due = false;
      return was;
    },
  };
}
