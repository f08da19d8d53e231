/** A program told command by command: what came of each, what broke, how the heap changed by it, and what it takes. */
import { momentText } from './demonstration-text.ts';
import { needsText } from './explain-needs.ts';
import type { Needs } from './explain-needs.ts';
import { brokenText } from './finding-text.ts';
import { whenText } from './finding.ts';
import type { FindingReport } from './finding.ts';
import { beforeAfterText } from './heap-text.ts';
import type { Drawings } from './heap-text.ts';
import { gapsText, heldText } from './invariants-text.ts';
import type { Judged } from './invariants-text.ts';
import type { Paint } from './paint.ts';
import { counted, table } from './words.ts';

/** One command of a program, and what came of it. */
export interface StoryLine {
  readonly step: number;
  readonly command: string;
  readonly answer: string;
  /** Whether it broke here. */
  readonly isGuilty?: boolean;
}

/** The commands that name one block. */
export interface Life {
  readonly block: string;
  readonly lines: readonly StoryLine[];
}

/** What one run did. */
export interface ToldRun {
  /** Which of several it is; empty where there is one. */
  readonly title: string;
  /** The lines of its heap and its faults, where these are not as usual. */
  readonly heap: readonly string[];
  /** The last ones. */
  readonly lines: readonly StoryLine[];
  /** How many came before them. */
  readonly omitted: number;
}

export interface Story {
  readonly file: string;
  readonly subject: string;
  /** One, or the two that a relation compares. */
  readonly runs: readonly ToldRun[];
  /** What it was judged by, and the ids of those that did not run. */
  readonly invariants: readonly Judged[];
  readonly relations: readonly Judged[];
  readonly notRun: readonly string[];
  /** What the file says that it broke; undefined where it says nothing. */
  readonly recorded: Recorded | undefined;
  /** Undefined when all held. */
  readonly broken: Broken | undefined;
}

export interface Recorded {
  readonly invariant: string;
  readonly step: number;
}

/** What is told of what broke. */
export interface Broken {
  readonly report: FindingReport;
  /** Of the blocks that the finding speaks of. */
  readonly lives: readonly Life[];
  /** Undefined where there is more than one heap. */
  readonly heap: Drawings | undefined;
  readonly needs: Needs;
}

export function storyText(story: Story, paint: Paint): string {
  const { file, subject, runs, notRun, broken } = story;
  const text = [
    `${paint.bold(file)} on ${subject}`,
    ...runs.flatMap((run) => ['', ...runText(run, paint)]),
    '',
    ...(broken === undefined
      ? [nowText(story, paint)]
      : [...brokenText(broken.report, paint), '', `  ${whenText(broken.report)}`]),
    ...gapsText([], notRun, paint),
    ...(broken === undefined ? [] : whyText(broken, paint)),
  ];
  return `${text.join('\n')}\n`;
}

/** That all held, and whether that is what the file says. */
function nowText({ invariants, relations, recorded }: Story, paint: Paint): string {
  const held = heldText(invariants, relations);
  if (recorded === undefined) return paint.green(held);
  const isJudged = [...invariants, ...relations].some(({ id }) => id === recorded.invariant);
  const past = `recorded as breaking ${recorded.invariant} at step ${recorded.step}`;
  return isJudged ? paint.green(`${past}; now ${held}`) : `${past}, which did not run; ${held}`;
}

function runText({ title, heap, lines, omitted }: ToldRun, paint: Paint): readonly string[] {
  return [
    ...(title === '' ? [] : [paint.bold(title)]),
    ...heap.map((line) => `  ${line}`),
    ...(omitted === 0 ? [] : [`  … ${counted(omitted, 'command')} before`]),
    ...linesText(lines, paint),
  ];
}

/** The lives of the blocks, the heap before and after, and what matters. */
function whyText({ report, lives, heap, needs }: Broken, paint: Paint): readonly string[] {
  const { program, finding } = report;
  const moment = momentText(program, finding.step);
  return [
    ...lives.flatMap(({ block, lines }) => [
      '',
      paint.bold(`the life of ${block}:`),
      ...linesText(lines, paint),
    ]),
    ...(heap === undefined
      ? []
      : ['', paint.bold('the heap'), ...beforeAfterText(heap, moment, paint)]),
    '',
    ...needsText(program, needs, paint),
  ];
}

function linesText(lines: readonly StoryLine[], paint: Paint): readonly string[] {
  const rows = lines.map(({ step, command, answer }) => [String(step), command, answer]);
  return table(rows).map((line, i) =>
    lines[i]?.isGuilty === true ? `${line}  ${paint.dim('# <- here')}` : line,
  );
}
