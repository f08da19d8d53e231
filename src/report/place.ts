/** Where a finding is: the file of its program, and the line of the command at which it broke. */
import { Line } from '../program/line.ts';
import { printProgram } from '../program/print.ts';
import type { Recording } from '../engine/recording.ts';
import type { FindingReport } from './finding.ts';

export interface Place {
  /** Absolute, as the machine writes paths. */
  readonly path: string;
  /** Relative to the folder of the project, where it is below that; else with its scheme. */
  readonly uri: string;
  readonly isRelative: boolean;
  /** From 1. */
  readonly line: number;
}

/** The place of a finding; undefined where its program is in no file. */
export type PlaceOf = (finding: FindingReport) => Place | undefined;

/**
 * The step at which the program of a file broke. A file of the corpus may hold a larger program than the one that is told,
 * and says itself where that broke; undefined where it does not.
 */
export function stepIn(
  { program, broke }: Pick<Recording, 'program' | 'broke'>,
  { program: told, finding }: Pick<FindingReport, 'program' | 'finding'>,
): number | undefined {
  if (printProgram(program) === printProgram(told)) return finding.step;
  return broke?.invariant === finding.invariant ? broke.step : undefined;
}

/**
 * The line of a command of a program in its text form; the last command's for its end.
 *
 * @param text  of a program that can be read
 * @returns     from 1; that of the heap where the step is unknown, or there is no command
 */
export function lineOfStep(text: string, step: number | undefined): number {
  const said = text.split(/\r\n|\n|\r/).flatMap((source, index) => {
    const line = new Line('', index + 1, source);
    return line.isEmpty() ? [] : [{ number: index + 1, isFault: line.accept('fault') }];
  });
  const [, heap, ...rest] = said;
  const commands = rest.filter(({ isFault }) => !isFault);
  const guilty = step === undefined ? undefined : commands[Math.min(step, commands.length - 1)];
  return (guilty ?? heap ?? { number: 1 }).number;
}
