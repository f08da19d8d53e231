/** An invariant or a mark explained, and a program told command by command. */
import type { AnyInvariant, When } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { Relation } from '../../spec/relation.ts';
import { demonstrationText } from './demonstration-text.ts';
import type { Demonstration } from './demonstration-text.ts';
import { brokenText } from './finding-text.ts';
import { whenText } from './finding.ts';
import type { FindingReport } from './finding.ts';
import { gapsText, heldText } from './invariants-text.ts';
import type { Judged } from './invariants-text.ts';
import type { Paint } from './paint.ts';
import { counted, table } from './words.ts';

/** When an invariant is judged. */
export const WHEN: Readonly<Record<When, string>> = {
  always: 'after every command',
  quiescent: 'after every command, while no call is suspended half-way',
  swept: 'after every command, while no collection runs and all is swept',
  'at-end': 'when the program is over and everything was given up and collected',
};

/** A mutant, as the invariant that notices it names it. */
export interface Caught {
  readonly id: string;
  readonly story: string;
}

/**
 * @param catches  mutants that it must notice
 * @param shown    how one of them breaks it, or in words why that cannot be shown
 */
export function invariantText(
  invariant: AnyInvariant,
  catches: readonly Caught[],
  shown: Demonstration | string,
  paint: Paint,
): string {
  const { id, holds, because, sources, when, cost, every, examples } = invariant;
  const lines = [
    paint.bold(id),
    `  it always holds that ${holds}`,
    `  otherwise ${because}`,
    '',
    ...table([
      ['asked', `${WHEN[when]}, for every ${every.every}`],
      ['cost', cost],
      ['level', every.level],
      [
        'examples',
        `${examples.holds.length} where it holds, ${examples.violates.length} that break it`,
      ],
    ]),
    '  sources',
    ...sources.map(({ text }) => `    ${text}`),
    ...(catches.length === 0 ? [] : ['  catches']),
    ...table(
      catches.map(({ id: mutant, story }) => [mutant, story]),
      '    ',
    ),
    '',
    ...(typeof shown === 'string' ? [`  ${shown}`] : demonstrationText(shown, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

export function relationText(relation: Relation, paint: Paint): string {
  const { id, holds, because, sources, needs, against, examples } = relation;
  const { agrees, disagrees } = examples;
  const lines = [
    paint.bold(id),
    `  it always holds that ${holds}`,
    `  otherwise ${because}`,
    '',
    ...table([
      ['asked', 'of pairs of runs: a program, and what it is rewritten to'],
      ['second run', against === undefined ? 'on the same allocator' : 'on the reference'],
      ['needs', needs.length === 0 ? 'nothing but malloc and free' : needs.join(', ')],
      ['examples', `${agrees.length} where it holds, ${disagrees.length} that break it`],
    ]),
    '  sources',
    ...sources.map(({ text }) => `    ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function markText({ id, when, source }: Mark, paint: Paint): string {
  return `${paint.bold(id)}\n  reached when ${when}\n\n  source\n    ${source.text}\n`;
}

/** One command of a program, and what came of it. */
export interface StoryLine {
  readonly step: number;
  readonly command: string;
  readonly answer: string;
}

/** The commands that name one block. */
export interface Life {
  readonly block: string;
  readonly lines: readonly StoryLine[];
}

export interface Story {
  readonly file: string;
  readonly subject: string;
  /** The last ones. */
  readonly lines: readonly StoryLine[];
  /** How many came before them. */
  readonly omitted: number;
  /** What it was judged by, and the ids of those that did not run. */
  readonly invariants: readonly Judged[];
  readonly notRun: readonly string[];
  readonly findings: readonly FindingReport[];
  /** Of the blocks that the findings speak of. */
  readonly lives: readonly Life[];
}

export function storyText(story: Story, paint: Paint): string {
  const { file, subject, lines, omitted, invariants, notRun, findings, lives } = story;
  const [first] = findings;
  const text = [
    `${paint.bold(file)} on ${subject}`,
    '',
    ...(omitted === 0 ? [] : [`  … ${counted(omitted, 'command')} before`]),
    ...linesText(lines),
    '',
    ...(first === undefined
      ? [paint.green(heldText(invariants))]
      : [...brokenText(first, paint), '', `  ${whenText(first)}`]),
    ...gapsText([], notRun, paint),
    ...lives.flatMap(({ block, lines: life }) => ['', `the life of ${block}:`, ...linesText(life)]),
  ];
  return `${text.join('\n')}\n`;
}

function linesText(lines: readonly StoryLine[]): readonly string[] {
  return table(lines.map(({ step, command, answer }) => [String(step), command, answer]));
}
