/** A mutant explained: its story, what it changes, who notices it. */
import type { Source } from '../../spec/sources.ts';
import { demonstrationText } from './demonstration-text.ts';
import type { Demonstration } from './demonstration-text.ts';
import type { Paint } from './paint.ts';
import { table } from './words.ts';

/** A mutant as far as it is told. */
export interface MutantReport {
  readonly id: string;
  readonly story: string;
  readonly sources: readonly Source[];
  readonly changes: readonly Change[];
  /** The release that has the fault, of one that is no invention. */
  readonly quirkOf: string | undefined;
  /** Why nobody can notice it. */
  readonly equivalent: string | undefined;
  /** The invariants that must notice it, each with its sentence. */
  readonly caughtBy: readonly { readonly id: string; readonly holds: string }[];
}

/** One line of a file that the mutant has otherwise. */
export interface Change {
  readonly file: string;
  /** From 1; 0 where the file is not there to be counted. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** @param shown  how it is noticed, or in words why that cannot be shown */
export function mutantText(
  mutant: MutantReport,
  shown: Demonstration | string,
  paint: Paint,
): string {
  const { id, story, sources, changes, quirkOf, equivalent, caughtBy } = mutant;
  const lines = [
    paint.bold(id),
    `  what goes wrong: ${story}`,
    ...(quirkOf === undefined ? [] : [`  ${quirkOf} has it, later releases do not`]),
    ...(equivalent === undefined ? [] : [`  no invariant may report it: ${equivalent}`]),
    '',
    ...changes.flatMap((change) => changeText(change, paint)),
    '',
    '  sources',
    ...sources.map(({ text }) => `    ${text}`),
    ...(caughtBy.length === 0 ? [] : ['  must be noticed by']),
    ...table(
      caughtBy.map((each) => [each.id, each.holds]),
      '    ',
    ),
    '',
    ...(typeof shown === 'string' ? [`  ${shown}`] : demonstrationText(shown, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

function changeText({ file, line, before, after }: Change, paint: Paint): readonly string[] {
  const removed = before.trim() === '' ? [] : [paint.red(`    - ${before.trim()}`)];
  const added = after.trim() === '' ? [] : after.trim().split('\n');
  return [
    `  ${file}${line === 0 ? '' : `:${line}`}`,
    ...removed,
    ...added.map((each) => paint.green(`    + ${each.trim()}`)),
  ];
}
