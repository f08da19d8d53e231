/** What became of a file's program when it was made smaller, for people. */
import type { Finding } from '../../spec/invariant.ts';
import { commandCount } from '../program/program.ts';
import { findingText } from './finding-text.ts';
import type { FindingReport } from './finding.ts';
import { gapsText } from './invariants-text.ts';
import type { Paint } from './paint.ts';
import { titleText, verdictText } from './replay-text.ts';
import type { ReplayReport } from './replay-text.ts';
import { amount, counted, duration } from './words.ts';

export interface ShrinkReport extends Pick<
  ReplayReport,
  | 'file'
  | 'format'
  | 'subject'
  | 'subjectVersion'
  | 'events'
  | 'invariants'
  | 'relations'
  | 'notRun'
  | 'verdict'
> {
  /** Commands of the file's program. */
  readonly commands: number;
  /** What its program broke first; undefined where it broke nothing. */
  readonly first: Finding | undefined;
  /** Undefined where it broke nothing, or something else than was recorded. */
  readonly smaller: Smaller | undefined;
}

export interface Smaller {
  /** With the smallest program that was found. */
  readonly report: FindingReport;
  readonly ended: Ended;
  /** The command line that goes on from there; undefined where nothing was written. */
  readonly goOn: string | undefined;
}

/** Why nothing smaller was looked for: there is none, or what came before. */
export type Ended = 'smallest' | 'time' | 'interrupt' | 'programs' | 'not-repeated';

export function shrinkText(report: ShrinkReport, paint: Paint): string {
  const { smaller, first, notRun } = report;
  const lines =
    smaller === undefined
      ? [
          `  ${verdictText(report, first, paint)}`,
          first === undefined ? '  nothing to shrink' : `  not shrunk: ${ADVICE}`,
          ...gapsText([], notRun, paint),
        ]
      : [
          `  ${countsText(report, smaller.report)}`,
          ...slipText(first, smaller.report),
          ...endText(smaller, paint),
          '',
          ...findingText(told(smaller), paint),
        ];
  return `${[titleText(report, paint), ...lines].join('\n')}\n`;
}

const ADVICE = 'what breaks now is not what was recorded; --any shrinks it all the same';

/** `57 commands -> 3 (212 programs run, 0.40 s)` */
function countsText({ commands }: ShrinkReport, { program, shrunk }: FindingReport): string {
  const { evaluations = 0, seconds = 0 } = shrunk ?? {};
  const work = `${counted(evaluations, 'program')} run, ${duration(seconds)}`;
  return `${counted(commands, 'command')} -> ${amount(commandCount(program))} (${work})`;
}

/** Where the smallest program breaks something else than the first one did. */
function slipText(first: Finding | undefined, { finding }: FindingReport): readonly string[] {
  if (first === undefined || first.invariant === finding.invariant) return [];
  return [`  ${first.invariant} broke at first`];
}

function endText({ ended, goOn }: Smaller, paint: Paint): readonly string[] {
  if (ended === 'smallest' || ended === 'not-repeated') return [];
  const how = goOn === undefined ? '' : `; go on: ${goOn}`;
  return [`  ${paint.yellow(`stopped ${STOPPED[ended]}, so a smaller one may be left`)}${how}`];
}

const STOPPED: Readonly<Record<Exclude<Ended, 'smallest' | 'not-repeated'>, string>> = {
  time: 'when the time was over',
  interrupt: 'by Ctrl-C',
  programs: 'after so many programs',
};

/** From how many commands it was made was said before; that it did not repeat was not. */
function told({ report, ended }: Smaller): FindingReport {
  return ended === 'not-repeated' ? report : { ...report, shrunk: undefined };
}
