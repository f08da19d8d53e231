/** An invariant or a mark explained, and a program told command by command. */
import type { AnyInvariant, When } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { Relation } from '../../spec/relation.ts';
import { brokenText } from './finding-text.ts';
import { whenText } from './finding.ts';
import type { FindingReport } from './finding.ts';
import type { Paint } from './paint.ts';
import { counted, table } from './words.ts';

const WHEN: Readonly<Record<When, string>> = {
  always: 'after every command',
  quiescent: 'after every command, while no call is suspended half-way',
  swept: 'after every command, while no collection runs and all is swept',
  'at-end': 'when the program is over and everything was given up and collected',
};

export function invariantText(invariant: AnyInvariant, paint: Paint): string {
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
  readonly findings: readonly FindingReport[];
  /** Of the blocks that the findings speak of. */
  readonly lives: readonly Life[];
}

export function storyText(story: Story, paint: Paint): string {
  const { file, subject, lines, omitted, findings, lives } = story;
  const [first] = findings;
  const text = [
    `${paint.bold(file)} on ${subject}`,
    '',
    ...(omitted === 0 ? [] : [`  … ${counted(omitted, 'command')} before`]),
    ...linesText(lines),
    '',
    ...(first === undefined
      ? [paint.green('all invariants held')]
      : [...brokenText(first, paint), '', `  ${whenText(first)}`]),
    ...lives.flatMap(({ block, lines: life }) => ['', `the life of ${block}:`, ...linesText(life)]),
  ];
  return `${text.join('\n')}\n`;
}

function linesText(lines: readonly StoryLine[]): readonly string[] {
  return table(lines.map(({ step, command, answer }) => [String(step), command, answer]));
}
