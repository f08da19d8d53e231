/** How far a campaign is, on one line. What matters less comes later, since a narrow terminal cuts it off. */
import type { Progress, ShrinkProgress } from '../campaign/result.ts';
import { amount, counted } from './words.ts';

export interface Status {
  readonly subject: string;
  readonly progress: Progress;
  /** Programs that will be run at most; Infinity where only time ends it. */
  readonly most: number;
  /** Since it began. */
  readonly seconds: number;
  /** Until its time is over; Infinity where it has no limit of time. */
  readonly secondsLeft: number;
}

export function statusText(status: Status): string {
  const { subject, progress, most } = status;
  const { runs, findings, shrink } = progress;
  const programs = Number.isFinite(most)
    ? `${amount(runs)} of ${counted(most, 'program')}`
    : counted(runs, 'program');
  const bugs = findings === 0 ? [] : [counted(findings, 'bug')];
  const parts =
    shrink === undefined
      ? [...leftText(status), ...rateText(status), ...bugs, ...marksText(progress)]
      : [shrinkText(shrink), ...bugs];
  return `${subject}: ${[programs, ...parts].join(', ')}`;
}

/** `shrinking 51 to 12 commands, 45 tries` */
function shrinkText({ from, commands, evaluations }: ShrinkProgress): string {
  const tries = counted(evaluations, 'try', 'tries');
  return `shrinking ${amount(from)} to ${counted(commands, 'command')}, ${tries}`;
}

/** By the time that is given, or by how long the programs took so far; the sooner one ends it. */
function leftText({ progress, most, seconds, secondsLeft }: Status): readonly string[] {
  const { runs } = progress;
  const byRuns = runs === 0 ? Number.POSITIVE_INFINITY : (seconds / runs) * (most - runs);
  const left = Math.max(0, Math.min(byRuns, secondsLeft));
  if (!Number.isFinite(left)) return [];
  return [left < 100 ? `${Math.ceil(left)} s left` : `${Math.ceil(left / 60)} min left`];
}

function rateText({ progress: { commands }, seconds }: Status): readonly string[] {
  return seconds === 0 ? [] : [`${amount(Math.round(commands / seconds))} commands/s`];
}

function marksText({ reached, marks }: Progress): readonly string[] {
  return marks === 0 ? [] : [`${reached} of ${counted(marks, 'mark')}`];
}
