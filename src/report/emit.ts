/** A counterexample that is to stand alone: what the emitters of tests and programs are given. */
import type { Broke } from '../engine/recording.ts';
import type { Program } from '../program/program.ts';

export interface Reproduction {
  /** The file that it was read from, by name. */
  readonly file: string;
  readonly program: Program;
  /** Undefined where the file does not say. */
  readonly broke: Broke | undefined;
  /** The sentence of what it broke; undefined where the file does not say. */
  readonly holds: string | undefined;
  /** Who writes it: `allocheck 0.1.0`. */
  readonly writtenBy: string;
}

/** What it is about, on one line. */
export function headline({ program, broke, holds }: Reproduction): string {
  if (broke === undefined) return onOneLine(`a program for ${program.subject}`);
  return onOneLine(holds === undefined ? broke.invariant : `${broke.invariant}: ${holds}`);
}

/** Where it comes from, as a sentence. */
export function originText({ file, broke, writtenBy }: Reproduction): string {
  const from = `Written by ${writtenBy} from ${file}`;
  const text = broke === undefined ? `${from}.` : `${from}, where it broke at step ${broke.step}.`;
  return onOneLine(text);
}

function onOneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what would end the comment
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
