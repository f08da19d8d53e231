/** Which invariants a subject of C's malloc family can meet, by the functions that it has. */
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { badFrees, freshReadings } from '../../spec/quantifiers/client.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';

/** Among the entries of a definition: its subjects refuse what C leaves undefined, so that programs may do it. */
const MISUSE = 'misuse';

const ZEROING = Object.values(ENTRY_POINTS)
  .flat()
  .filter(({ zeroes }) => zeroes === true)
  .map(({ name }) => name);

/** What one of has to be there so that the quantifier gives anything. */
const NEEDED: ReadonlyMap<unknown, readonly string[]> = new Map<unknown, readonly string[]>([
  [badFrees, [MISUSE]],
  [freshReadings, ZEROING],
]);

/** Without those that no program can lead to anything to judge. */
export function askable(
  catalogue: readonly AnyInvariant[],
  { entries }: SubjectDefinition,
): readonly AnyInvariant[] {
  if (entries === undefined) return catalogue;
  return catalogue.filter(({ every }) => {
    const needed = NEEDED.get(every);
    return needed === undefined || needed.some((name) => entries.includes(name));
  });
}
