/**
 * A recording: a counterexample as a program file whose comments say what it broke, and where it comes from.
 *
 *     allocheck 1
 *     # recording: 1
 *     # written by: allocheck 0.1.0
 *     # subject version: 2.3
 *     # broke: client/live-blocks-disjoint at step 1
 *     # it always holds that no two live blocks share a byte
 *     # at 0x1000, expected 8 bytes of its own, actual shared with the live block 0x1000, 8 bytes
 *     heap bump
 *     a = malloc 8
 *     b = malloc 8
 *
 * So it can be run, read, edited and pasted like any program. The lines with a colon mean something to us; each may be
 * missing, as all but `# broke:` are in older files. `recording` is the version of these comments: a file of a later one is
 * refused. Steps count from 0, and the number of commands stands for the end. Where it was a relation, `, seed 7` says what
 * its rewriting drew from.
 *
 * Nothing says on which machine it was made: a run is a function of its program, of allocheck and of the subject, and the same
 * counterexample is the same file wherever it is found. A subject for which the machine matters says so in its version.
 * Pure: files are the business of corpus.ts.
 */
import { BadInput } from '../base/errors.ts';
import { digest } from '../base/hash.ts';
import type { Finding } from '../../spec/invariant.ts';
import { parseProgram, printProgram } from '../program/text.ts';
import type { Program } from '../program/program.ts';

/** What a program broke when it was recorded. */
export interface Broke {
  readonly invariant: string;
  /** Index of the command, from 0. */
  readonly step: number;
  /** Where it was a relation: what the rewriting drew from. */
  readonly seed?: number;
}

/** Where a recording comes from, as far as it says so. */
export interface Origin {
  /** What wrote it: `allocheck 0.1.0`. */
  readonly writtenBy?: string | undefined;
  /** What the subject said that its version is. */
  readonly subjectVersion?: string | undefined;
}

export interface Recording extends Origin {
  readonly program: Program;
  /** Undefined when the file is a program and nothing more. */
  readonly broke: Broke | undefined;
}

/** What a recording says besides the program and what it broke. */
export interface About extends Origin {
  /** The invariant's sentence. */
  readonly holds: string;
}

/** Version of the comments. It changes when those who read the older one would misunderstand the new one. */
const SCHEMA = 1;
const SCHEMA_LINE = /^(# recording: )(\d{1,9})\s*$/;
const WRITTEN_BY = /^# written by: (.*\S)\s*$/;
const SUBJECT_VERSION = /^# subject version: (.*\S)\s*$/;
const MARK = /^# broke:/;
const BROKE = /^# broke: (\S+) at step (\d{1,9})(?:, seed (-?\d{1,10}))?\s*$/;
const FORM = '# broke: client/contents-kept at step 3';

export function printRecording(program: Program, finding: Finding, about: About): string {
  const { holds, writtenBy = '', subjectVersion = '' } = about;
  const { at, expected, actual } = finding.violation;
  const [version = '', ...rest] = printProgram(program).split('\n');
  const comments = [
    `recording: ${SCHEMA}`,
    ...(writtenBy === '' ? [] : [`written by: ${writtenBy}`]),
    ...(subjectVersion === '' ? [] : [`subject version: ${subjectVersion}`]),
    brokeText(finding),
    `it always holds that ${holds}`,
    `at ${at}, expected ${expected}, actual ${actual}`,
  ];
  return [version, ...comments.map((text) => `# ${onOneLine(text)}`), ...rest].join('\n');
}

/**
 * The recording, or the plain program, that `text` is.
 *
 * @param file  its name, for messages
 * @throws {BadInput} where it is neither
 */
export function parseRecording(text: string, file: string): Recording {
  const lines = text.split(/\r\n|\n|\r/);
  checkSchema(lines, file);
  return {
    program: parseProgram(text, file),
    broke: parseBroke(lines, file),
    writtenBy: firstMatch(lines, WRITTEN_BY),
    subjectVersion: firstMatch(lines, SUBJECT_VERSION),
  };
}

/** Whether a text begins as a program does. It may still be broken further on. */
export function looksLikeProgram(text: string): boolean {
  return /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*allocheck(?:\s|$)/.test(text);
}

/**
 * A name for the file of a recording: what broke, and a digest, so that another program has another name. The same
 * counterexample has the same one whoever finds it, with whichever version.
 */
export function recordingName(program: Program, finding: Omit<Finding, 'violation'>): string {
  const { invariant } = finding;
  const words = `${program.subject}-${invariant.slice(invariant.indexOf('/') + 1)}`;
  const said = `${brokeText(finding)}\n${printProgram(program)}`;
  return `${words.replaceAll(/[^\w-]+/g, '-')}-${digest(said)}.allocheck`;
}

function brokeText({ invariant, step, seed }: Omit<Finding, 'violation'>): string {
  return `broke: ${invariant} at step ${step}${seed === undefined ? '' : `, seed ${seed}`}`;
}

/** Insists that the comments mean what we take them for. */
function checkSchema(lines: readonly string[], file: string): void {
  for (const [index, line] of lines.entries()) {
    const [, before = '', schema] = SCHEMA_LINE.exec(line) ?? [];
    if (schema === undefined || Number(schema) <= SCHEMA) continue;
    throw new BadInput(
      { file, line: index + 1, column: before.length + 1 },
      `this recording is of version ${schema}, and only version ${SCHEMA} can be read here\n` +
        'use the allocheck that wrote it, or a later one',
    );
  }
}

/** What stands behind the key in the first line that has it. */
function firstMatch(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}

function parseBroke(lines: readonly string[], file: string): Broke | undefined {
  const index = lines.findIndex((line) => MARK.test(line));
  if (index < 0) return undefined;
  const [, invariant, step, seed] = BROKE.exec(lines[index] as string) ?? [];
  if (invariant === undefined) {
    throw new BadInput(
      { file, line: index + 1, column: 1 },
      `this does not say what was broken\nwrite for example: ${FORM}`,
    );
  }
  return { invariant, step: Number(step), ...(seed === undefined ? {} : { seed: Number(seed) }) };
}

function onOneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what would end the comment, or obey a terminal
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
