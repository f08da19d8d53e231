/** Which marks were reached, in how many programs, and which were not. */
import type { MarkTally } from '../campaign/result.ts';
import type { Paint } from './paint.ts';
import { amount, wrapped } from './words.ts';

/** Those that no program reached. */
export function missingOf(marks: readonly MarkTally[]): readonly string[] {
  return marks.filter(({ runs }) => runs === 0).map(({ id }) => id);
}

/** Most marks that are named: a run that ended early came to few, and nobody reads a hundred names. */
const NAMED_MAX = 20;

/** How many were reached, and the names of the others where they are few; no line for a subject without marks. */
export function marksText(marks: readonly MarkTally[], paint: Paint): readonly string[] {
  if (marks.length === 0) return [];
  const missing = missingOf(marks);
  const reached = `  marks: ${marks.length - missing.length} of ${marks.length} reached`;
  if (missing.length === 0) return [reached];
  if (missing.length > NAMED_MAX) return [paint.yellow(`${reached}; --verbose names all`)];
  return [`${reached}; missing:`, ...wrapped('   ', missing)].map((line) => paint.yellow(line));
}

/** When each mark is reached, and in how many programs it was. */
export function tallyText(marks: readonly MarkTally[], paint: Paint): readonly string[] {
  if (marks.length === 0) return [];
  const width = Math.max(...marks.map(({ runs }) => amount(runs).length));
  return [
    '',
    `  ${paint.bold('where the subject came')}, and in how many programs`,
    ...marks.map(
      ({ id, when, runs }) => `  ${amount(runs).padStart(width)}  ${when}  ${paint.dim(`[${id}]`)}`,
    ),
  ];
}
