/** Reads what may be replayed: programs, recordings and traces. What a file is, is seen by its content. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from '../base/errors.ts';
import type { Place } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { looksLikeProgram, parseRecording } from '../engine/recording.ts';
import type { Broke, Origin } from '../engine/recording.ts';
import { DEFAULT_GEOMETRY, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { Statement } from '../report/finding.ts';
import type { ReplayFormat } from '../report/replay-text.ts';
import { readText } from '../trace/load.ts';
import { TRACE_FORMATS, formatsText, traceFormatOf } from '../trace/formats.ts';
import type { Trace } from '../trace/trace.ts';
import type { Workbench } from './workbench.ts';

export interface Input {
  readonly file: string;
  readonly format: ReplayFormat;
  /** Operations that the file holds. */
  readonly events: number;
  /** For the subject that is to run it. */
  readonly program: Program;
  readonly subject: SubjectDefinition;
  readonly broke: Broke | undefined;
  /** Where a recording comes from. */
  readonly origin: Origin;
  /** What a trace says beside its program; undefined for what is none. */
  readonly trace: Trace | undefined;
}

/** Endings of names that are taken where a folder is given, packed or not. */
const REPLAYABLE = ['.allocheck', ...TRACE_FORMATS.map(({ extension }) => extension)];

/**
 * The files of `paths`, where a folder stands for the replayable files in it and below.
 *
 * @throws {BadInput} when a folder has none
 */
export function filesOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const all = readdirSync(path, { recursive: true, encoding: 'utf8' });
    const names = all.filter((name) => isReplayable(name));
    if (names.length > 0) return names.toSorted().map((name) => join(path, name));
    const problem = `no file of this folder ends in ${REPLAYABLE.join(', ')}, with or without .gz`;
    throw new BadInput({ file: path, line: 0, column: 0 }, problem);
  });
}

function isReplayable(name: string): boolean {
  const plain = name.replace(/\.gz$/, '');
  return REPLAYABLE.some((extension) => plain.endsWith(extension));
}

/** What is neither a program nor a trace. */
class NoProgram extends BadInput {}

/**
 * Reads files for those of `filesOf`. Of several, one is left out that is neither a program nor a trace, and whose name says nothing
 * else: `allocheck-out/*` has the page of a run as well.
 *
 * @param leftOut  is told of each
 * @throws {BadInput} when a file is broken, or names what there is not, or none is left
 */
export function readInputs(
  files: readonly string[],
  subject: string | undefined,
  workbench: Parameters<typeof readInput>[2],
  leftOut: (text: string) => void,
): readonly Input[] {
  const others: { readonly file: string; readonly error: NoProgram }[] = [];
  const inputs = files.flatMap((file) => {
    try {
      return [readInput(file, subject, workbench)];
    } catch (error) {
      if (!(error instanceof NoProgram) || isReplayable(file)) throw error;
      others.push({ file, error });
      return [];
    }
  });
  if (inputs.length === 0 && others[0] !== undefined) throw others[0].error;
  for (const { file } of others)
    leftOut(`allocheck: ${file} is left out: it is neither a program nor a trace\n`);
  return inputs;
}

/**
 * @param subject  id of the one that is to run it; undefined for one that flags brought along, or else the one that the
 *                 file names
 * @throws {BadInput} when the file is broken, or names what there is not
 */
export function readInput(
  file: string,
  subject: string | undefined,
  workbench: Pick<Workbench, 'subjects' | 'invariants' | 'relations' | 'foreign'>,
): Input {
  const { subjects, invariants, relations, foreign } = workbench;
  const text = readText(file);
  const { format, program, events, broke, origin, trace } = parseInput(text, file);
  const ids = subjects.map(({ id }) => id);
  const brought = foreign.map((each) => each.subject.id);
  const isBrought = brought.includes(program.subject);
  const id = subject ?? (isBrought ? undefined : brought[0]) ?? program.subject;
  const definition = subjects.find((each) => each.id === id);
  if (definition === undefined) {
    const others = `use one of: ${ids.join(', ')}; or bring it along by --lib, --peer, --wasm or --config`;
    const problem = `unknown subject ${id}${didYouMean(id, ids)}\n${others}`;
    throw new BadInput(placeOf(text, file, /^\s*heap\s+(?=\S)/), problem);
  }
  checkGeometry(program, definition, placeOf(text, file, /^\s*heap\s.*geometry\s*=\s*/));
  if (broke !== undefined)
    checkBroke(broke, [...invariants, ...relations], placeOf(text, file, /^# broke: /));
  const run = { program: { ...program, subject: id }, subject: definition };
  return { file, format, events, ...run, broke, origin, trace };
}

/**
 * Where a program file says command `step`, or its first fault where `step` is undefined. Only for files of which every
 * line that is no comment is the version, the heap, a fault or a command.
 */
export function placeOfCommand(file: string, step: number | undefined): Place {
  const places = readText(file)
    .split(/\r\n|\n|\r/)
    .map((text, index) => ({ text: text.replace(/^\uFEFF/, ''), line: index + 1 }))
    .filter(({ text }) => !/^\s*(?:#.*)?$/.test(text));
  const isSetting = ({ text }: { readonly text: string }): boolean =>
    /^\s*(?:allocheck|heap|fault)\s/.test(text);
  const found =
    step === undefined
      ? places.find(({ text }) => /^\s*fault\s/.test(text))
      : places.filter((place) => !isSetting(place))[step];
  if (found === undefined) return { file, line: 0, column: 0 };
  return { file, line: found.line, column: found.text.search(/\S/) + 1 };
}

/** The line of a trace that became command `step`, from 1; undefined for the end of the program, and for what is no trace. */
export function lineOfCommand({ trace }: Input, step: number): number | undefined {
  return trace?.lines[step];
}

type Parsed = Pick<Input, 'format' | 'events' | 'program' | 'broke' | 'origin' | 'trace'>;

function parseInput(text: string, file: string): Parsed {
  if (looksLikeProgram(text)) {
    const { program, broke, writtenBy, subjectVersion } = parseRecording(text, file);
    const format = broke === undefined ? 'program' : 'recording';
    const origin = { writtenBy, subjectVersion };
    return { format, program, broke, origin, events: commandCount(program), trace: undefined };
  }
  const format = traceFormatOf(text);
  if (format !== undefined) {
    const trace = format.parse(text, file);
    const { program, events } = trace;
    return { format: format.id, program, events, broke: undefined, origin: {}, trace };
  }
  throw new NoProgram(
    { file, line: 1, column: 1 },
    'this is neither a program, whose first line is allocheck 1,\n' +
      `nor a recorded trace of one of these formats:\n${formatsText()}`,
  );
}

/** Insists that the subject has the geometry that the program asks for. */
export function checkGeometry(
  { heap: { geometry } }: Program,
  { id, geometries }: SubjectDefinition,
  place: Place,
): void {
  if (geometry === DEFAULT_GEOMETRY || geometries.includes(geometry)) return;
  const near = didYouMean(geometry, geometries);
  const known = geometries.join(', ');
  throw new BadInput(place, `${id} has no geometry ${geometry}${near}\nuse one of: ${known}`);
}

function checkBroke({ invariant }: Broke, all: readonly Statement[], place: Place): void {
  const ids = all.map(({ id }) => id);
  if (ids.includes(invariant)) return;
  throw new BadInput(place, `unknown invariant ${invariant}${didYouMean(invariant, ids)}`);
}

/** The end of the first match in a line. */
function placeOf(text: string, file: string, pattern: RegExp): Place {
  for (const [index, line] of text.split('\n').entries()) {
    const match = pattern.exec(line);
    if (match !== null) return { file, line: index + 1, column: match[0].length + 1 };
  }
  return { file, line: 0, column: 0 };
}
