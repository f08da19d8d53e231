/**
 * The text form of a program for a process.
 *
 *     allocheck process 1
 *     system overcommit=never frames=16 pages=32
 *     a = mmap 8192 rw-
 *     write a+4096 8 7
 *     mprotect a 4096 r--
 *     call 65536
 *
 * `#` begins a remark. `system` may be left out, and each of its words.
 */
import type { Place as TextPlace } from '../base/errors.ts';
import { BadInput } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { GIB } from '../base/units.ts';
import { PROT, protText } from '../../spec/views/process.ts';
import type { SystemConfig } from '../../spec/process.ts';
import { ADVICES, BASES, DEFAULT_CONFIG, OVERCOMMITS } from './program.ts';
import type { Place, ProcessCommand, ProcessProgram } from './program.ts';

export const HEAD = 'allocheck process 1';
const BYTES_MAX = GIB;

export function printProcessProgram({ config, commands }: ProcessProgram): string {
  const { overcommit, spareFrames, sparePages } = config;
  const system = `system overcommit=${overcommit} frames=${spareFrames} pages=${sparePages}`;
  return `${[HEAD, system, ...commands.map(commandText)].join('\n')}\n`;
}

/** A command as it is written. */
export function commandText(command: ProcessCommand): string {
  switch (command.op) {
    case 'mmap': {
      const { label, bytes, prot, isReserveless, kind, at } = command;
      const more = [
        ...(isReserveless ? ['noreserve'] : []),
        ...(kind === 'guard' ? ['guard'] : []),
        ...(at === undefined ? [] : ['at', placeText(at)]),
      ];
      return [`${label} = mmap ${bytes} ${protText(prot)}`, ...more].join(' ');
    }
    case 'munmap':
    case 'read':
    case 'exec':
      return `${command.op} ${placeText(command.at)} ${command.bytes}`;
    case 'write':
      return `write ${placeText(command.at)} ${command.bytes} ${command.value}`;
    case 'mprotect':
      return `mprotect ${placeText(command.at)} ${command.bytes} ${protText(command.prot)}`;
    case 'madvise':
      return `madvise ${placeText(command.at)} ${command.bytes} ${command.advice}`;
    case 'brk':
      return `brk ${signed(command.delta)}`;
    case 'call':
      return `call ${command.bytes}`;
    case 'reclaim':
      return `reclaim ${command.frames}`;
    case 'ret':
      return 'ret';
  }
}

function placeText({ base, offset }: Place): string {
  return offset === 0 ? base : base + signed(offset);
}

function signed(value: number): string {
  return value < 0 ? String(value) : `+${value}`;
}

/**
 * @param file  its name, for errors
 * @throws {BadInput} with line and column
 */
export function parseProcessProgram(text: string, file: string): ProcessProgram {
  const lines = text.split('\n').map((line, i) => new Line(line, { file, line: i + 1, column: 1 }));
  const full = lines.filter(({ isEmpty }) => !isEmpty);
  const [head, ...rest] = full;
  if (head?.text !== HEAD) {
    const place = { file, line: 1, column: 1 };
    throw new BadInput(place, `a program for a process begins with the line: ${HEAD}`);
  }
  const [first, ...others] = rest;
  const isSystem = first?.words[0]?.text === 'system';
  return {
    config: isSystem ? parseSystem(first) : DEFAULT_CONFIG,
    commands: (isSystem ? others : rest).map(parseCommand),
  };
}

interface Word {
  readonly text: string;
  readonly column: number;
}

/** A line without its remark, and the words that are not read yet. */
class Line {
  readonly text: string;
  readonly words: Word[];
  readonly #place: TextPlace;
  #end: number;

  constructor(line: string, place: TextPlace) {
    this.#place = place;
    this.text = line.replace(/#.*$/, '').trim();
    const before = line.replace(/#.*$/, '');
    this.words = [...before.matchAll(/\S+/g)].map(({ 0: word, index }) => {
      return { text: word, column: index + 1 };
    });
    this.#end = before.trimEnd().length + 1;
  }

  get isEmpty(): boolean {
    return this.words.length === 0;
  }

  /** The next word. @param what  for the error where there is none */
  take(what: string): Word {
    const word = this.words.shift();
    if (word === undefined) throw this.problem(undefined, `${what} is missing`);
    return word;
  }

  /** A whole number of a range. */
  number(what: string, low: number, high: number): number {
    const word = this.take(what);
    const value = /^[+-]?\d{1,15}$/.test(word.text) ? Number(word.text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw this.problem(word, `${what} is a whole number from ${low} to ${high}, not ${word.text}`);
  }

  prot(): number {
    const word = this.take('what may be done, as rw-,');
    const { text } = word;
    if (/^[r-][w-][x-]$/.test(text)) {
      const bit = (i: number, prot: number): number => (text[i] === '-' ? 0 : prot);
      return bit(0, PROT.READ) | bit(1, PROT.WRITE) | bit(2, PROT.EXEC);
    }
    throw this.problem(word, `rights are written as r-x or rw-, not ${text}`);
  }

  place(): Place {
    const word = this.take('a place');
    const [, base = '', offset] = /^([a-z]+)([+-]\d{1,15})?$/.exec(word.text) ?? [];
    if (base !== '') return { base, offset: Number(offset ?? 0) };
    const example = 'a region or a label, with an offset: data+8, a, stack-4096';
    throw this.problem(word, `a place is ${example}; not ${word.text}`);
  }

  oneOf<T extends string>(what: string, words: readonly T[]): T {
    const word = this.take(what);
    const known = words.find((each) => each === word.text);
    if (known !== undefined) return known;
    throw this.problem(word, `there is no ${what} ${word.text}${nearestText(word.text, words)}`);
  }

  done(): void {
    const [word] = this.words;
    if (word !== undefined) throw this.problem(word, `${word.text} is too much`);
  }

  problem(word: Word | undefined, text: string): BadInput {
    return new BadInput({ ...this.#place, column: word?.column ?? this.#end }, text);
  }
}

function nearestText(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close === undefined ? `\nthere are: ${known.join(', ')}` : `\ndid you mean ${close}?`;
}

function parseSystem(line: Line): SystemConfig {
  line.take('system');
  const found: { -readonly [K in keyof SystemConfig]: SystemConfig[K] } = { ...DEFAULT_CONFIG };
  while (!line.isEmpty) {
    const word = line.take('a setting');
    const [key = '', value = ''] = word.text.split('=');
    const mode = OVERCOMMITS.find((each) => each === value);
    const count = /^\d{1,7}$/.test(value) ? Number(value) : undefined;
    if (key === 'overcommit' && mode !== undefined) found.overcommit = mode;
    else if (key === 'frames' && count !== undefined) found.spareFrames = count;
    else if (key === 'pages' && count !== undefined) found.sparePages = count;
    else {
      const known = `overcommit=${OVERCOMMITS.join('|')}, frames=N and pages=N`;
      throw line.problem(word, `there is no setting ${word.text}\nthere are: ${known}`);
    }
  }
  return found;
}

const OPS = [
  'munmap',
  'mprotect',
  'madvise',
  'brk',
  'read',
  'write',
  'exec',
  'call',
  'ret',
  'reclaim',
] as const;

function parseCommand(line: Line): ProcessCommand {
  const command = line.words[1]?.text === '=' ? parseMmap(line) : parseOther(line);
  line.done();
  return command;
}

function parseMmap(line: Line): ProcessCommand {
  const name = line.take('a label');
  const isTaken = BASES.some((base) => base === name.text);
  if (!/^[a-z]+$/.test(name.text) || isTaken) {
    const rule = `a label is of lower-case letters, and no region: not ${name.text}`;
    throw line.problem(name, rule);
  }
  line.take('=');
  line.oneOf('command that gives a label', ['mmap']);
  const bytes = line.number('the number of bytes', 0, BYTES_MAX);
  const prot = line.prot();
  let isReserveless = false;
  let kind: 'mapping' | 'guard' = 'mapping';
  let at: Place | undefined;
  while (!line.isEmpty) {
    const word = line.oneOf('word of mmap', ['noreserve', 'guard', 'at']);
    if (word === 'noreserve') isReserveless = true;
    else if (word === 'guard') kind = 'guard';
    else at = line.place();
  }
  return { op: 'mmap', label: name.text, bytes, prot, isReserveless, kind, at };
}

function parseOther(line: Line): ProcessCommand {
  const op = line.oneOf('command', OPS);
  const bytes = (low: number): number => line.number('the number of bytes', low, BYTES_MAX);
  switch (op) {
    case 'munmap':
      return { op, at: line.place(), bytes: bytes(0) };
    case 'mprotect':
      return { op, at: line.place(), bytes: bytes(0), prot: line.prot() };
    case 'madvise':
      return { op, at: line.place(), bytes: bytes(0), advice: line.oneOf('advice', ADVICES) };
    case 'brk':
      return { op, delta: line.number('what the break is moved by', -BYTES_MAX, BYTES_MAX) };
    case 'read':
    case 'exec':
      return { op, at: line.place(), bytes: bytes(1) };
    case 'write':
      return { op, at: line.place(), bytes: bytes(1), value: line.number('the byte', 0, 255) };
    case 'call':
      return { op, bytes: bytes(8) };
    case 'ret':
      return { op };
    case 'reclaim':
      return { op, frames: line.number('the number of frames', 1, 1e9) };
  }
}
