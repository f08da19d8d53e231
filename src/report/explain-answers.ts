/** What came of one command, in words; and what the oracle expected, where that is something else. */
import type { Note, NotedCall, NotedReturn } from '../../spec/trace.ts';
import { NO_BLOCK } from '../../spec/trace.ts';
import { unexpectedReturn } from '../../spec/views/calls.ts';
import type {
  Answer,
  Block,
  Breakdown,
  ClientView,
  Collection,
  Placement,
  Reading,
  Return,
} from '../../spec/views/client.ts';
import { hex } from '../base/units.ts';
import { commandAt } from '../program/edit.ts';
import { isMaker, labelColumns } from '../program/labels.ts';
import { OP, commandCount, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { someOf } from './heap-rows.ts';
import { counted } from './words.ts';

const NO_LABEL = -1;

/**
 * Of a run that was judged.
 *
 * @param client  as it is after the command
 */
export function answerText(program: Program, step: number, client: ClientView): string {
  if (step >= commandCount(program)) return '';
  const { answers, placed, placements, readings, returns, breakdowns, collections, live } = client;
  const [op, label] = commandAt(program, step);
  const own = isMaker(op) ? label : NO_LABEL;
  const told = [
    ...answers.map((answer) => callText(answer, placed, own)),
    ...returns.map((each) => returnText(each, live)),
    ...placements.flatMap(sharedText),
    ...readings.flatMap(readingText),
    ...breakdowns.map(breakdownText),
    ...collections.map(collectionText),
  ];
  if (told.length > 0) return `-> ${told.join('; ')}`;
  if (op === OP.READ && readings.length > 0) return '-> as written';
  if (own !== NO_LABEL) return '-> half-way';
  const isNamed = labelColumns(op).length > 0 && label >= 0;
  if (!isNamed || live.some((block) => block.label === label)) return '';
  return `-> nothing: ${labelName(label)} is not live`;
}

function expectedText(expected: string): string {
  return ` (expected ${expected})`;
}

/** @param own  label of the block that the command makes; another's call was half-way before */
function callText(answer: Answer, placed: readonly Block[], own: number): string {
  const { call, outcome, allowed, addr, changed } = answer;
  const isRight = allowed.includes(outcome);
  const expected = isRight ? '' : expectedText(allowed.join(' or '));
  if (outcome !== 'served') {
    const change =
      changed < 0 ? '' : `, changing number ${changed} of the footprint${expectedText('none to')}`;
    return `refused: ${outcome}${expected}${change}`;
  }
  if (call === 'free') return `freed${expected}`;
  const block = placed.find((each) => each.addr === addr);
  if (block === undefined) return `${hex(addr)}${expected}`;
  const whose = block.label === own ? '' : `${labelName(block.label)} is `;
  return `${whose}${placeText(block)}${expected}`;
}

/** Where a new block lies, and how large it is. */
function placeText({ addr, size, usable, alignment }: Block): string {
  const isApart = addr !== 0 && addr % alignment === 0;
  const place = isApart ? '' : expectedText(`a multiple of ${alignment} above 0`);
  const room = usable >= size ? '' : expectedText(`${size} or more`);
  return `${hex(addr)}${place}, ${counted(usable, 'byte')} usable${room}`;
}

function sharedText({ block, other }: Placement): readonly string[] {
  if (other === undefined) return [];
  const own = expectedText(`${counted(block.size, 'byte')} of its own`);
  return [`${labelName(block.label)} shares memory with ${labelName(other.label)}${own}`];
}

function readingText({ block, fresh, at, expected, actual }: Reading): readonly string[] {
  if (at < 0) return [];
  const why = fresh ? ', as it is new' : ', as written';
  return [
    `byte ${at} of ${labelName(block.label)} is ${hex(actual)}${expectedText(hex(expected) + why)}`,
  ];
}

function returnText(it: Return, live: readonly Block[]): string {
  const block = live.find(({ addr }) => addr === it.addr);
  const given = it.addr === 0 ? 'nothing' : block === undefined ? hex(it.addr) : labelOf(block);
  const wrong = unexpectedReturn(it);
  return `the ${it.by} gave ${given}${wrong === undefined ? '' : expectedText(wrong.expected)}`;
}

function breakdownText({ kind, message }: Breakdown): string {
  return `${kind}: ${message}${expectedText('an answer')}`;
}

/** What a collection must leave alone. */
function collectionText({ reachable }: Collection): string {
  if (reachable.length === 0) return 'nothing need live';
  const byLabel = reachable.toSorted((a, b) => a.label - b.label);
  return `${someOf(byLabel, labelOf)} must live`;
}

function labelOf({ label }: Block): string {
  return labelName(label);
}

/**
 * Of a run that was put beside another.
 *
 * @param op      of the command
 * @param nameOf  of the block that a command made
 */
export function noteText(op: number, note: Note, nameOf: (maker: number) => string): string {
  const { did, calls, returns, readings, collections, brokeDown } = note;
  const told = [
    ...calls.map(notedCallText),
    ...returns.map((each) => notedReturnText(each, nameOf)),
    ...readings.filter((at) => at >= 0).map((at) => `byte ${at} is not as written`),
    ...(collections === 0 ? [] : [counted(collections, 'collection')]),
    ...(brokeDown ? ['broke down'] : []),
  ];
  if (told.length > 0) return `-> ${told.join('; ')}`;
  if (!did) return '-> nothing';
  return op === OP.READ ? '-> as written' : '';
}

function notedCallText({ call, outcome, addr, usable }: NotedCall): string {
  if (outcome !== 'served') return `refused: ${outcome}`;
  return call === 'free' ? 'freed' : `${hex(addr)}, ${counted(usable, 'byte')} usable`;
}

function notedReturnText({ by, block }: NotedReturn, nameOf: (maker: number) => string): string {
  return `the ${by} gave ${block === NO_BLOCK ? 'nothing' : nameOf(block)}`;
}
