/** Tells a program command by command: what the subject answered, what broke, and the life of the blocks concerned. */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Answer, Block, ClientView } from '../../spec/views/client.ts';
import { hex } from '../base/units.ts';
import { execute } from '../engine/execute.ts';
import { commandAt } from '../program/edit.ts';
import { isMaker, labelColumns, names } from '../program/labels.ts';
import { printCommand } from '../program/print.ts';
import { commandCount, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { Life, Story, StoryLine } from '../report/explain-text.ts';
import { counted } from '../report/words.ts';
import type { Input } from './inputs.ts';

/** Most lines that are told, of the program and of one life. */
const LINES_MAX = 60;
/** Most blocks whose lives are told. */
const LIVES_MAX = 3;
/** Commands whose answers are kept: for the lives, which may begin long before what is told. */
const KEPT_MAX = 100_000;

/** Everything but how to replay it. */
export function storyOf(
  input: Input,
  catalogue: readonly AnyInvariant[],
  notRun: readonly string[],
): Story {
  const { file, program, subject, broke } = input;
  const answers: string[] = [];
  let blocks: readonly Block[] = [];
  const { findings, judged } = execute(program, subject, catalogue, (step, { client }) => {
    if (step < KEPT_MAX) answers.push(answerText(program, step, client));
    blocks = [...client.placed, ...client.live];
  });
  const count = Math.min(answers.length, commandCount(program));
  const all = Array.from({ length: count }, (_, step): StoryLine => {
    return { step, command: printCommand(program, step), answer: answers[step] ?? '' };
  });
  const finding = findings.find((each) => each.invariant === broke?.invariant) ?? findings[0];
  const labels = finding === undefined ? [] : guiltyLabels(program, finding, blocks);
  return {
    file,
    subject: subject.id,
    lines: all.slice(-LINES_MAX),
    omitted: Math.max(0, count - LINES_MAX),
    invariants: catalogue.map(({ id, holds }, i) => ({ id, holds, judged: judged[i] as number })),
    notRun,
    findings: finding === undefined ? [] : [{ ...reportOf(finding, findings, catalogue), program }],
    lives: labels.map((label) => lifeOf(label, program, all)).toSorted(byBirth),
  };
}

function reportOf(
  finding: Finding,
  findings: readonly Finding[],
  catalogue: readonly AnyInvariant[],
): Omit<Story['findings'][number], 'program'> {
  const invariant = catalogue.find(({ id }) => id === finding.invariant);
  const alsoBroken = findings.filter((each) => each !== finding).map((each) => each.invariant);
  return { finding, invariant, alsoBroken, shrunk: undefined, file: undefined, replay: undefined };
}

const NO_LABEL = -1;

/** What came of one command. */
function answerText(program: Program, step: number, client: ClientView): string {
  if (step >= commandCount(program)) return '';
  const { answers, breakdowns, collections, placed } = client;
  const [op, label] = commandAt(program, step);
  const own = isMaker(op) ? label : NO_LABEL;
  const told = [
    ...answers.map((answer) => callText(answer, placed, own)),
    ...breakdowns.map(({ kind, message }) => `${kind}: ${message}`),
    ...collections.map(({ reachable }) => `${counted(reachable.length, 'block')} reachable`),
  ];
  if (told.length > 0) return `-> ${told.join('; ')}`;
  if (own !== NO_LABEL) return '-> half-way';
  const isNamed = labelColumns(op).length > 0 && label >= 0;
  if (!isNamed || client.live.some((block) => block.label === label)) return '';
  return `-> nothing: ${labelName(label)} is not live`;
}

/** @param own  label of the block that the command makes; another's call was half-way before */
function callText({ call, outcome, addr }: Answer, placed: readonly Block[], own: number): string {
  if (outcome !== 'served') return `refused: ${outcome}`;
  if (call === 'free') return 'freed';
  const block = placed.find((each) => each.addr === addr);
  if (block === undefined) return hex(addr);
  const whose = block.label === own ? '' : `${labelName(block.label)} is `;
  return `${whose}${hex(addr)}, ${counted(block.usable, 'byte')} usable`;
}

/**
 * Labels of the blocks that the finding's values name by an address, or else of those that the broken command names.
 *
 * @param blocks  what was live or placed when it broke
 */
function guiltyLabels(
  program: Program,
  { step, violation }: Finding,
  blocks: readonly Block[],
): readonly number[] {
  const said = `${violation.at} ${violation.expected} ${violation.actual}`;
  const addrs = [...said.matchAll(/0x[\da-f]+/g)].map(([text]) => Number(text));
  const holds = ({ addr, size }: Block, it: number): boolean =>
    addr <= it && it < addr + Math.max(1, size);
  const named = addrs.flatMap((it) => blocks.filter((block) => holds(block, it)));
  const labels = [...new Set(named.map(({ label }) => label))];
  return (labels.length > 0 ? labels : labelsAt(program, step)).slice(0, LIVES_MAX);
}

function labelsAt(program: Program, step: number): readonly number[] {
  if (step >= commandCount(program)) return [];
  const command = commandAt(program, step);
  return labelColumns(command[0])
    .map((column) => command[column] as number)
    .filter((label) => label >= 0);
}

function byBirth({ lines: a }: Life, { lines: b }: Life): number {
  return (a[0]?.step ?? 0) - (b[0]?.step ?? 0);
}

function lifeOf(label: number, program: Program, all: readonly StoryLine[]): Life {
  const lines = all.filter(({ step }) => names(program, step, label));
  return { block: labelName(label), lines: lines.slice(-LINES_MAX) };
}
