/** Tells a program command by command: what the subject answered, what broke, and what is known of why. */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { Block } from '../../spec/views/client.ts';
import { execute } from '../engine/execute.ts';
import { explain } from '../engine/explain.ts';
import type { Outcome } from '../engine/outcome.ts';
import { judgePairs } from '../engine/relations.ts';
import type { BrokenPair, JudgedPair } from '../engine/relations.ts';
import { commandAt } from '../program/edit.ts';
import { labelColumns, names } from '../program/labels.ts';
import { printCommand, printProgram } from '../program/print.ts';
import { commandCount, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { answerText } from '../report/explain-answers.ts';
import { runsOfPair } from '../report/explain-pair.ts';
import type { Broken, Life, Story, StoryLine, ToldRun } from '../report/explain-story.ts';
import { addressesOf } from '../report/finding.ts';
import type { FindingReport } from '../report/finding.ts';
import { drawings } from './demonstration.ts';
import { lineOfCommand } from './inputs.ts';
import type { Input } from './inputs.ts';

/** Most lines that are told, of a run and of one life. */
const LINES_MAX = 60;
/** Most blocks whose lives are told. */
const LIVES_MAX = 3;
/** Commands whose answers are kept: for the lives, which may begin long before what is told. */
const KEPT_MAX = 100_000;

/** What is to be told, and by what it is judged. */
export interface Request {
  readonly input: Input;
  readonly catalogue: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
  /** Ids of those that do not run. */
  readonly notRun: readonly string[];
  /** The command line that makes the program smaller. */
  readonly shrink: string;
}

export function storyOf(request: Request): Story {
  const { program, subject, broke } = request.input;
  const run = runOf(request);
  const seed = broke?.seed ?? 0;
  const pairs = judgePairs(request.relations, { program, definition: subject, seed });
  const head = headOf(request, run, pairs);
  const { findings } = run.outcome;
  const finding = findings.find(({ invariant }) => invariant === broke?.invariant) ?? findings[0];
  if (finding !== undefined) return { ...head, ...brokenRun(request, run, finding) };
  const pair = pairs.find((each): each is BrokenPair => each.finding !== undefined);
  if (pair !== undefined) return { ...head, ...brokenPair(request, pair) };
  return { ...head, runs: [toldRun('', program, run.lines)], broken: undefined };
}

/** One run: a line for each command, and the blocks that were live or placed in the end. */
interface Run {
  readonly outcome: Outcome;
  readonly lines: readonly StoryLine[];
  readonly blocks: readonly Block[];
}

function runOf({ input: { program, subject }, catalogue }: Request): Run {
  const answers: string[] = [];
  let blocks: readonly Block[] = [];
  const outcome = execute(program, subject, catalogue, (step, { client }) => {
    if (step < KEPT_MAX) answers[step] = answerText(program, step, client);
    blocks = [...client.placed, ...client.live];
  });
  const lines = answers.slice(0, commandCount(program)).map((answer, step): StoryLine => {
    return { step, command: printCommand(program, step), answer };
  });
  return { outcome, lines, blocks };
}

function headOf(
  { input: { file, subject, broke: recorded }, catalogue, relations, notRun }: Request,
  { outcome: { judged } }: Run,
  pairs: readonly JudgedPair[],
): Omit<Story, 'runs' | 'broken'> {
  return {
    file,
    subject: subject.id,
    invariants: catalogue.map(({ id, holds }, i) => ({ id, holds, judged: judged[i] as number })),
    relations: relations.map(({ id, holds }) => {
      return { id, holds, judged: pairs.some(({ relation }) => relation.id === id) ? 1 : 0 };
    }),
    notRun,
    recorded,
  };
}

/** An invariant that broke: its run, the blocks and the heap that it is about. */
function brokenRun(
  { input, catalogue, shrink }: Request,
  { outcome: { findings }, lines, blocks }: Run,
  finding: Finding,
): Pick<Story, 'runs' | 'broken'> {
  const { program, subject } = input;
  const judges = { subject, catalogue };
  const alsoBroken = findings.filter((each) => each !== finding).map((each) => each.invariant);
  const invariant = catalogue.find(({ id }) => id === finding.invariant);
  const line = lineOfCommand(input, finding.step);
  const end = { step: commandCount(program), command: 'the end', answer: '' };
  const all = finding.step < end.step ? lines : [...lines, end];
  const marked = all.map((each) => ({ ...each, isGuilty: each.step === finding.step }));
  const broken: Broken = {
    report: { ...UNKEPT, finding, invariant, alsoBroken, program, line },
    lives: livesOf(guiltyLabels(program, finding, blocks), program, marked),
    heap: drawings(program, finding, judges),
    needs: { explained: explain(program, finding, judges), shrink },
  };
  return { runs: [toldRun('', program, marked)], broken };
}

/** A relation that broke: both runs. */
function brokenPair(
  { input: { subject }, catalogue, shrink }: Request,
  pair: BrokenPair,
): Pick<Story, 'runs' | 'broken'> {
  const { relation, finding, first } = pair;
  const runs = runsOfPair(pair);
  const explained = explain(first, finding, { subject, catalogue, relation });
  const broken: Broken = {
    report: { ...UNKEPT, finding, invariant: relation, alsoBroken: [], program: first },
    lives: livesOf(labelsAt(first, finding.step), first, runs[0].lines),
    heap: undefined,
    needs: { explained, shrink },
  };
  return { runs: runs.map(({ title, program: of, lines }) => toldRun(title, of, lines)), broken };
}

/** It was found before, and is in a file already. */
export const UNKEPT: Pick<FindingReport, 'shrunk' | 'file' | 'replay'> = {
  shrunk: undefined,
  file: undefined,
  replay: undefined,
};

function toldRun(title: string, program: Program, lines: readonly StoryLine[]): ToldRun {
  const [, heap = '', ...rest] = printProgram(program).split('\n');
  const setting = [heap, ...rest.slice(0, program.heap.faults.length)];
  return {
    title,
    heap: setting.length > 1 || heap !== `heap ${program.subject}` ? setting : [],
    lines: lines.slice(-LINES_MAX),
    omitted: Math.max(0, lines.length - LINES_MAX),
  };
}

/**
 * Labels of the blocks that the finding's values name by an address, or else of those that the broken command names.
 *
 * @param blocks  what was live or placed when it broke
 */
export function guiltyLabels(
  program: Program,
  finding: Finding,
  blocks: readonly Block[],
): readonly number[] {
  const holds = ({ addr, size }: Block, it: number): boolean =>
    addr <= it && it < addr + Math.max(1, size);
  const named = addressesOf(finding).flatMap((it) => blocks.filter((block) => holds(block, it)));
  const labels = [...new Set(named.map(({ label }) => label))];
  return (labels.length > 0 ? labels : labelsAt(program, finding.step)).slice(0, LIVES_MAX);
}

function labelsAt(program: Program, step: number): readonly number[] {
  if (step >= commandCount(program)) return [];
  const command = commandAt(program, step);
  return labelColumns(command[0])
    .map((column) => command[column] as number)
    .filter((label) => label >= 0);
}

/** In the order in which the blocks were made. */
export function livesOf(
  labels: readonly number[],
  program: Program,
  all: readonly StoryLine[],
): readonly Life[] {
  const lives = labels.map((label): Life => {
    const lines = all.filter(({ step }) => names(program, step, label));
    return { block: labelName(label), lines: lines.slice(-LINES_MAX) };
  });
  return lives.toSorted(({ lines: [a] }, { lines: [b] }) => (a?.step ?? 0) - (b?.step ?? 0));
}
