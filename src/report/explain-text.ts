/** An invariant, a relation or a mark explained. */
import type { AnyInvariant, When } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import type { Relation } from '../../spec/relation.ts';
import { demonstrationText } from './demonstration-text.ts';
import type { Demonstration } from './demonstration-text.ts';
import type { Paint } from './paint.ts';
import { table } from './words.ts';

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
      [
        'asked',
        `${every.level === 'own/escape' ? 'of a program that was run' : WHEN[when]}, for every ${every.every}`,
      ],
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
