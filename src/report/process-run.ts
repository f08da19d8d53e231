/** What became of programs in a process: of generated ones, and of one that was given. */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import { outcomeText } from '../../spec/views/process-text.ts';
import type { StepView } from '../../spec/views/process.ts';
import type { ProcessCampaign } from '../process/campaign.ts';
import type { ProcessProgram } from '../process/program.ts';
import { commandText, printProcessProgram } from '../process/text.ts';
import type { Paint } from './paint.ts';
import { amount, counted, duration, table, wrapped } from './words.ts';

/** What broke in a process, with the program that shows it. */
export interface ProcessBreak {
  readonly finding: Finding;
  readonly alsoBroken: readonly string[];
  readonly program: ProcessProgram;
  /** Where the program is; undefined where it was not written. */
  readonly file: string | undefined;
}

/** A campaign with what surrounds it. */
export interface ProcessRunReport {
  readonly file: string;
  readonly campaign: ProcessCampaign;
  readonly broke: ProcessBreak | undefined;
  readonly seconds: number;
  readonly interrupted: boolean;
  /** What it was judged by. */
  readonly catalogue: readonly AnyInvariant[];
}

/** One program that was run to its end, or to what broke. */
export interface ProcessReplay {
  readonly path: string;
  readonly program: ProcessProgram;
  readonly steps: readonly StepView[];
  readonly broke: ProcessBreak | undefined;
}

/** Ids of those that met nothing. Where something broke, programs ended before their time. */
export function vacuousIn({ campaign }: Pick<ProcessRunReport, 'campaign'>): readonly string[] {
  if (campaign.found !== undefined) return [];
  return [...campaign.judged].filter(([, times]) => times === 0).map(([id]) => id);
}

export function processRunText(report: ProcessRunReport, paint: Paint, verbose: boolean): string {
  const { file, campaign, broke, seconds, interrupted, catalogue } = report;
  const { runs, commands, seed, outcomes, judged } = campaign;
  const vacuous = vacuousIn(report);
  const done = `${counted(runs, 'program')}, ${counted(commands, 'command')}`;
  const lines = [
    `${interrupted ? 'interrupted; ' : ''}${verdict(report, paint)}`,
    `  ${done}, ${duration(seconds)}, seed ${seed}`,
    ...wrapped(
      '  came to',
      outcomes.map(([what, times]) => `${what} ${amount(times)}`),
    ),
    ...(vacuous.length === 0 ? [] : [`  met nothing: ${vacuous.join(', ')}`]),
    ...(verbose ? table([...judged].map(([id, times]) => [amount(times), id])) : []),
    ...(broke === undefined ? [] : ['', breakText(broke, catalogue, paint).trimEnd()]),
    ...(broke?.file === undefined
      ? []
      : ['', `replay: npx allocheck process ${file} --program ${broke.file}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function verdict({ broke, campaign }: ProcessRunReport, paint: Paint): string {
  if (broke !== undefined) return paint.red(`${broke.finding.invariant} broke`);
  const met = [...campaign.judged.values()].filter((times) => times > 0).length;
  return paint.green(`all ${met} invariants held that met anything`);
}

/** What each command came to, and what broke. */
export function processReplayText(
  { path, program, steps, broke }: ProcessReplay,
  catalogue: readonly AnyInvariant[],
  paint: Paint,
): string {
  if (broke !== undefined) {
    return `${path}: ${paint.red(`${broke.finding.invariant} broke`)}\n\n${breakText(broke, catalogue, paint)}`;
  }
  const rows = steps.map(({ command, outcome }) => [command, outcomeText(outcome)]);
  const done = counted(program.commands.length, 'command');
  return [`${path}: ${paint.green('held')}, ${done}`, ...table(rows), ''].join('\n');
}

function breakText(
  { finding, alsoBroken, program }: ProcessBreak,
  catalogue: readonly AnyInvariant[],
  paint: Paint,
): string {
  const { at, expected, actual } = finding.violation;
  const holds = catalogue.find(({ id }) => id === finding.invariant)?.holds ?? '';
  const [head = '', system = ''] = printProcessProgram(program).split('\n');
  const commands = program.commands.map((command, i) => {
    const text = `  ${commandText(command)}`;
    return i === finding.step ? `${text}${paint.dim('   <- here')}` : text;
  });
  const when = program.commands.length === 0 ? '\n  (when it is loaded)' : '';
  return [
    `it always holds that ${holds}`,
    `  at        ${at}`,
    `  expected  ${expected}`,
    `  found     ${actual}`,
    ...(alsoBroken.length === 0 ? [] : [`  also broke ${alsoBroken.join(', ')}`]),
    '',
    `  ${head}`,
    `  ${system}`,
    `${commands.join('\n')}${when}`,
    '',
  ].join('\n');
}
