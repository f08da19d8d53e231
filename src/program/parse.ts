/**
 * Reading a program from its text form. Whatever it cannot be is an error with its place. See
 * text.ts for the form.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Fault, HeapConfig, OsCall } from '../../spec/subject.ts';
import { didYouMean } from '../base/nearest.ts';
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { EntryKind } from '../../spec/entry-points.ts';
import { Line } from './line.ts';
import { PLAIN } from './plain.ts';
import type { PlainForm } from './plain.ts';
import { DEFAULT_GEOMETRY, NOSCAN, OP, PROCS_MAX, labelName, labelOf } from './program.ts';
import { DEFAULT_GOGC, GOGC_MAX, GOGC_OFF, NO_LIMIT, checkmarkOf, pacingOf } from './pacing.ts';
import type { Pacing } from './pacing.ts';
import type { Program } from './program.ts';
import { OS_CALLS, PLACEMENTS, VERSION, readNumber } from './words.ts';

/** Most characters of a text that is read. */
const TEXT_MAX = 2 ** 28;

/** Words that start a line and are no name of a block. */
const STARTS = ['badfree', 'root', 'ambiguous', 'churn', ...PLAIN.map(({ word }) => word), 'fault'];
const HEAP_OPTIONS = ['procs', 'geometry', 'gogc', 'limit', 'checkmark'] as const;
const MAKERS = ['malloc', 'calloc', 'realloc', 'memalign', 'reallocarray'] as const;

/** Largest word of a block that a link may name. */
const WORD_MAX = 2 ** 45;

/** The last number is `via`; 0 where it is not there. */
type Command = readonly [op: number, a: number, b: number, c: number, via?: number];

/** What was read so far. */
interface Draft {
  readonly subject: string;
  readonly procs: number;
  readonly geometry: string;
  readonly pacing: Pacing;
  readonly checkmark: boolean;
  readonly faults: Fault[];
  readonly commands: number[];
  /** Line that gave each label. */
  readonly givenAt: Map<number, number>;
}

/**
 * The program that `text` says.
 *
 * @param file  its name, for messages
 * @throws {BadInput} where the text is no program
 */
export function parseProgram(text: string, file: string): Program {
  if (text.length > TEXT_MAX) {
    throw new Line(file, 1, '').problem(`more than ${TEXT_MAX} characters\nsplit the program`);
  }
  let hasVersion = false;
  let draft: Draft | undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, source] of lines.entries()) {
    const line = new Line(file, index + 1, source);
    if (line.isEmpty()) continue;
    if (!hasVersion) hasVersion = readVersion(line);
    else if (draft === undefined) draft = readHeap(line);
    else if (line.accept('fault')) draft.faults.push(readFault(line));
    else readStep(line, index + 1, draft);
    line.end();
  }
  if (draft === undefined) throw missing(new Line(file, lines.length, ''), hasVersion);
  const { subject, procs, geometry, pacing, checkmark, faults, commands } = draft;
  const heap: HeapConfig = { procs, geometry, faults, ...pacing, ...checkmarkOf(checkmark) };
  return { subject, heap, commands: Float64Array.from(commands) };
}

function missing(end: Line, hasVersion: boolean): Error {
  if (!hasVersion) return end.problem(`the file is empty\nstart it with: allocheck ${VERSION}`);
  return end.problem('the heap is missing\nadd a line such as: heap go');
}

function readVersion(line: Line): true {
  if (!line.accept('allocheck')) {
    throw line.problem(`this is not a program\nthe first line must be: allocheck ${VERSION}`);
  }
  const version = line.word('a version');
  if (version !== VERSION) {
    throw line.problem(`version ${version} is unknown\nthis allocheck reads version ${VERSION}`, 1);
  }
  return true;
}

function readHeap(line: Line): Draft {
  line.expect('heap');
  const subject = line.word('the name of a subject');
  let procs = 1;
  let geometry: string = DEFAULT_GEOMETRY;
  let gogc = DEFAULT_GOGC;
  let memoryLimit = NO_LIMIT;
  let checkmark = false;
  while (!line.isAtEnd()) {
    const option = line.oneOf('option of heap', HEAP_OPTIONS);
    if (option === 'checkmark') {
      checkmark = true;
      continue;
    }
    line.expect('=');
    if (option === 'procs') procs = line.integer('the processors', 1, PROCS_MAX);
    else if (option === 'geometry') geometry = line.word('the name of a geometry');
    else if (option === 'gogc') gogc = readGogc(line);
    else memoryLimit = readLimit(line);
  }
  const pacing = pacingOf(gogc, memoryLimit);
  const head = { subject, procs, geometry, pacing, checkmark };
  return { ...head, faults: [], commands: [], givenAt: new Map() };
}

function readGogc(line: Line): number {
  return line.accept('off') ? GOGC_OFF : line.integer('GOGC or off', 0, GOGC_MAX);
}

/** Bytes. */
function readLimit(line: Line): number {
  return line.accept('off') ? NO_LIMIT : line.integer('the memory limit or off', 0, NO_LIMIT - 1);
}

function readFault(line: Line): Fault {
  if (line.accept('place'))
    return { kind: 'place', placement: line.oneOf('placement', PLACEMENTS) };
  const { call, k } = readOsCall(line);
  line.expect('refuse');
  return { kind: 'refuse', call, k, onwards: line.accept('onwards') };
}

/** The k-th call of a kind, as in `reserve#3`. */
function readOsCall(line: Line): { call: OsCall; k: number } {
  const [name, count = ''] = line.peek().split('#') as [string, string?];
  const call = OS_CALLS.find((each) => each === name);
  if (call === undefined) {
    const found = line.isAtEnd() ? 'expected a fault here' : `unknown fault ${name}`;
    const remedy = 'write for example: fault map#2 refuse, or: fault place descending';
    throw line.problem(`${found}${didYouMean(name, [...OS_CALLS, 'place'])}\n${remedy}`);
  }
  const k = readNumber(count);
  if (k === undefined || !Number.isSafeInteger(k) || k < 1) {
    throw line.problem(`expected the number of the call, from 1\nwrite for example: ${call}#2`);
  }
  line.word('a call');
  return { call, k };
}

/** A command, with the processor that it runs on. */
function readStep(line: Line, lineNumber: number, draft: Draft): void {
  const [op, a, b, c, via = 0] =
    labelOf(line.peek()) < 0 ? readPlain(line) : readNamed(line, lineNumber, draft.givenAt);
  draft.commands.push(op, a, b, c, readProcessor(line, draft.procs), via);
}

function readProcessor(line: Line, procs: number): number {
  if (!line.accept('on')) return 0;
  const word = line.peek();
  const processor = /^P\d+$/.test(word) ? Number(word.slice(1)) : -1;
  if (processor < 0 || processor >= procs) {
    const range = procs === 1 ? 'P0' : `P0 … P${procs - 1}`;
    throw line.problem(`expected a processor of this heap, ${range}\nset more by: heap … procs=N`);
  }
  line.word('a processor');
  return processor;
}

/** A command that starts with the name of a block: it makes that block, or stores into it. */
function readNamed(line: Line, lineNumber: number, givenAt: Map<number, number>): Command {
  const a = line.label();
  if (line.peek() === '[') {
    const word = readWord(line);
    line.expect('->');
    return [OP.LINK, a, word, line.accept('nil') ? -1 : line.label()];
  }
  line.expect('=');
  const first = givenAt.get(a);
  if (first !== undefined) {
    throw line.problem(`${labelName(a)} is given in line ${first} already\nuse another name`, 2);
  }
  givenAt.set(a, lineNumber);
  return readMaker(line, a);
}

function readMaker(line: Line, a: number): Command {
  switch (line.oneOf('maker of a block', MAKERS)) {
    case 'malloc':
      return [OP.MALLOC, a, line.number('a size'), readPointerWords(line), readVia(line, 'malloc')];
    case 'calloc': {
      const count = line.number('a count');
      return [OP.CALLOC, a, count, line.number('a size'), readVia(line, 'calloc')];
    }
    case 'memalign': {
      const alignment = line.number('an alignment');
      return [OP.MEMALIGN, a, alignment, line.number('a size'), readVia(line, 'memalign')];
    }
    case 'realloc': {
      const old = readBlock(line);
      return [OP.REALLOC, a, old, line.number('a size'), readVia(line, 'realloc')];
    }
    case 'reallocarray': {
      const old = readBlock(line);
      return [OP.REALLOCARRAY, a, old, line.number('a count'), line.number('a size')];
    }
  }
}

/** A block, or the null pointer. */
function readBlock(line: Line): number {
  return line.accept('nil') ? -1 : line.label();
}

/** The entry point, where the line says one. */
function readVia(line: Line, kind: EntryKind): number {
  if (!line.accept('via')) return 0;
  const names = ENTRY_POINTS[kind].map(({ name }) => name);
  return names.indexOf(line.oneOf(`entry point of ${kind}`, names));
}

function readPointerWords(line: Line): number {
  if (line.accept('noscan')) return NOSCAN;
  if (line.isAtEnd() || ['on', 'via'].includes(line.peek())) return ALL_WORDS;
  line.oneOf('option of malloc', ['ptrs', 'noscan', 'via', 'on']);
  line.expect('=');
  return line.number('a count of pointer words');
}

/** The index in `a[0]`. */
function readWord(line: Line): number {
  line.expect('[');
  const word = line.integer('a word', 0, WORD_MAX);
  line.expect(']');
  return word;
}

function readPlain(line: Line): Command {
  const word = line.oneOf('command', STARTS);
  if (word === 'badfree') return readBadFree(line);
  if (word === 'ambiguous') {
    return line.accept('nil')
      ? [OP.AMBIGUOUS, -1, 0, 0]
      : [OP.AMBIGUOUS, ...readOffset(line, word), 0];
  }
  if (word === 'churn') return [OP.CHURN, line.number('how many times'), line.number('a size'), 0];
  if (word === 'root') return [OP.LOAD, line.label(), readWord(line), 0];
  const { op, operand, of } = PLAIN.find((form) => form.word === word) as PlainForm;
  if (op === OP.FREE) return [op, readBlock(line), 0, 0, readVia(line, 'free')];
  if (operand === 'none') return [op, 0, 0, 0];
  return [op, operand === 'label' ? line.label() : line.number(of), 0, 0];
}

/** An address, or a block with an offset. */
function readBadFree(line: Line): Command {
  if (!/^[a-z]\d*(?:[+-].*)?$/.test(line.peek()))
    return [OP.BADFREE, -1, line.number('a block or an address'), 0];
  return [OP.BADFREE, ...readOffset(line, 'badfree'), 0];
}

/** A block with an offset: `a`, `a+8`, `a-1`. */
function readOffset(line: Line, command: string): readonly [label: number, offset: number] {
  const [, name = '', sign = '+', digits = '0'] =
    /^([a-z]\d*)(?:([+-])(.*))?$/.exec(line.peek()) ?? [];
  const label = labelOf(name);
  const offset = readNumber(digits);
  if (label < 0 || offset === undefined) {
    throw line.problem(`expected a block with an offset\nwrite for example: ${command} a+8`);
  }
  line.word('a block');
  return [label, sign === '-' ? -offset : offset];
}
