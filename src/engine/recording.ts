/**
 * A recording: a counterexample as a program file whose comments say what it broke.
 *
 *     allocheck 1
 *     # broke: client/live-blocks-disjoint at step 1
 *     # it always holds that no two live blocks share a byte
 *     # at 0x1000, expected 8 bytes of its own, actual shared with the live block 0x1000, 8 bytes
 *     heap bump
 *     a = malloc 8
 *     b = malloc 8
 *
 * So it can be run, read, edited and pasted like any program. Only the line `# broke:` means something to us; steps
 * count from 0, and the number of commands stands for the end. Where it was a relation, `, seed 7` says what its
 * rewriting drew from. Pure: files are the business of corpus.ts.
 */
import { BadInput } from '../base/errors.ts';
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

export interface Recording {
  readonly program: Program;
  /** Undefined when the file is a program and nothing more. */
  readonly broke: Broke | undefined;
}

const MARK = /^# broke:/;
const BROKE = /^# broke: (\S+) at step (\d{1,9})(?:, seed (-?\d{1,10}))?\s*$/;
const FORM = '# broke: client/contents-kept at step 3';

/**
 * @param holds  the invariant's sentence
 */
export function printRecording(program: Program, finding: Finding, holds: string): string {
  const { invariant, step, violation, seed } = finding;
  const { at, expected, actual } = violation;
  const [version = '', ...rest] = printProgram(program).split('\n');
  const comments = [
    `broke: ${invariant} at step ${step}${seed === undefined ? '' : `, seed ${seed}`}`,
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
  return { program: parseProgram(text, file), broke: parseBroke(text, file) };
}

/** Whether a text begins as a program does. It may still be broken further on. */
export function looksLikeProgram(text: string): boolean {
  return /^\uFEFF?(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*allocheck(?:\s|$)/.test(text);
}

/** A name for the file of a recording: what broke, and a digest, so that another program has another name. */
export function recordingName(text: string, subject: string, invariant: string): string {
  const words = `${subject}-${invariant.slice(invariant.indexOf('/') + 1)}`;
  return `${words.replaceAll(/[^\w-]+/g, '-')}-${digest(text)}.allocheck`;
}

function parseBroke(text: string, file: string): Broke | undefined {
  const lines = text.split(/\r\n|\n|\r/);
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

/** FNV-1a over the UTF-16 units, as 8 hexadecimal digits. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
