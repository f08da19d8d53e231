/** What broke, for people: the invariant's sentence, the values that show it, the smallest program, how to replay it. */
import type { Paint } from './paint.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { printProgram } from '../program/print.ts';
import { whenText } from './finding.ts';
import type { FindingReport, Statement } from './finding.ts';
import { amount, counted, duration } from './words.ts';

/** Most commands of a program that is printed. */
const PRINTED_COMMANDS_MAX = 100;

/** Lines without their ends; the last one is the replay line. */
export function findingText(report: FindingReport, paint: Paint): readonly string[] {
  const { file, known = false, replay } = report;
  return [
    ...brokenText(report, paint),
    '',
    ...programText(report, paint),
    ...secondText(report.second),
    '',
    ...(file === undefined ? [] : [known ? `known: ${file} of the corpus` : `written to ${file}`]),
    ...(replay === undefined ? [] : [`replay: ${paint.bold(replay)}`]),
  ];
}

/** What broke and how, without the program. */
export function brokenText(report: FindingReport, paint: Paint): readonly string[] {
  const { finding, alsoBroken } = report;
  const { at, expected, actual } = finding.violation;
  return [
    paint.red(paint.bold(`broken: ${finding.invariant}`)),
    ...sentences(report.invariant),
    '',
    `  at        ${at}`,
    `  expected  ${expected}`,
    `  found     ${actual}`,
    ...(alsoBroken.length === 0 ? [] : [`  and broke ${alsoBroken.join(', ')}`]),
  ];
}

function sentences(invariant: Statement | undefined): readonly string[] {
  if (invariant === undefined) return [];
  return [
    `  it always holds that ${invariant.holds}; here it did not`,
    `  otherwise ${invariant.because}`,
  ];
}

/** The point of the program, and the program, with a mark where it broke. */
function programText(report: FindingReport, paint: Paint): readonly string[] {
  const { program, finding } = report;
  const count = commandCount(program);
  const head = `  ${whenText(report)}${shrunkText(report)}`;
  if (count > PRINTED_COMMANDS_MAX) return [head];
  const lines = printProgram(program).trimEnd().split('\n');
  const guilty = lines.length - count + finding.step;
  const marked = lines.map((line, i) =>
    i === guilty ? `${line}  ${paint.dim('# <- here')}` : line,
  );
  const heads = [head, ...shorterText(report)].join(';\n');
  return [...`${heads}:`.split('\n'), '', ...marked.map((line) => `    ${line}`)];
}

/** What proves that the program is the shortest. */
function shorterText({ shrunk }: FindingReport): readonly string[] {
  const { shorter = 0 } = shrunk ?? {};
  if (shorter < 2) return [];
  return [`  none of the ${amount(shorter)} shorter programs of these commands breaks it`];
}

/** What the other run was of. */
function secondText(second: Program | undefined): readonly string[] {
  if (second === undefined || commandCount(second) > PRINTED_COMMANDS_MAX) return [];
  const lines = printProgram(second).trimEnd().split('\n');
  return ['', '  against a second run, of:', '', ...lines.map((line) => `    ${line}`)];
}

function shrunkText({ shrunk }: FindingReport): string {
  if (shrunk === undefined) return '';
  const { original, repeats, evaluations, seconds } = shrunk;
  if (!repeats) return ', but not when it ran again: the subject is no function of its program';
  const found = counted(commandCount(original), 'command');
  return `, shrunk from ${found} in ${counted(evaluations, 'try', 'tries')}, ${duration(seconds)}`;
}
