/** How a mutant breaks an invariant: the program, what was found, and the heap before and after. */
import type { Finding } from '../../spec/invariant.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { printCommand, printProgram } from '../program/print.ts';
import { beforeAfterText } from './heap-text.ts';
import type { Drawings } from './heap-text.ts';
import type { Paint } from './paint.ts';
import { counted } from './words.ts';

/** What a run of a mutant's smallest program breaks. */
export interface Break {
  /** Id of the mutant. */
  readonly mutant: string;
  readonly program: Program;
  readonly finding: Finding;
}

/** The same, with what can be seen of it. */
export interface Demonstration extends Break {
  readonly heap: Drawings;
}

/** The program with its values and drawings; lines without their ends. */
export function demonstrationText(shown: Demonstration, paint: Paint): readonly string[] {
  const { mutant, program, finding, heap } = shown;
  const { step, invariant, violation } = finding;
  return [
    `  ${mutant} breaks ${invariant} in ${counted(commandCount(program), 'command')}:`,
    '',
    ...programLines(program, step).map((line) => `    ${line}`),
    '',
    `    at        ${violation.at}`,
    `    expected  ${violation.expected}`,
    `    found     ${violation.actual}`,
    '',
    ...beforeAfterText(heap, momentText(program, step), paint),
  ];
}

/** The command of a step, or the end. */
export function momentText(program: Program, step: number): string {
  const isAtEnd = step >= commandCount(program);
  return isAtEnd ? 'the end, when all is given up' : printCommand(program, step);
}

/** The program, with a mark at the command that broke it. */
export function programLines(program: Program, step: number): readonly string[] {
  const lines = printProgram(program).trimEnd().split('\n');
  const guilty = lines.length - commandCount(program) + step;
  if (guilty >= lines.length) return [...lines, '# <- here, at the end'];
  return lines.map((line, i) => (i === guilty ? `${line}  # <- here` : line));
}
