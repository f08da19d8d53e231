/** Which invariants a subject can meet, by the functions of C's malloc family that it has and what it promises. */
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import {
  badAlignments,
  badFrees,
  failures,
  failuresToFill,
  frees,
  freshReadings,
  usableSizes,
} from '../../spec/quantifiers/client.ts';
import type { Observation, SubjectDefinition } from '../../spec/subject.ts';

/** Among the entries of a definition: its subjects refuse what C leaves undefined, so that programs may do it. */
const MISUSE = 'misuse';

const POSIX_MEMALIGN = 'posix_memalign';

const ZEROING = Object.values(ENTRY_POINTS)
  .flat()
  .filter(({ zeroes }) => zeroes === true)
  .map(({ name }) => name);

/** What one of has to be there so that the quantifier gives anything; of a subject that tells its functions. */
const NEEDED: ReadonlyMap<unknown, readonly string[]> = new Map<unknown, readonly string[]>([
  [badFrees, [MISUSE]],
  [freshReadings, ZEROING],
]);

/** What has to be promised so that it is looked at, and the function that it is about where it is one. */
const PROMISED: ReadonlyMap<unknown, { readonly of: Observation['of']; readonly by?: string }> =
  new Map<unknown, { readonly of: Observation['of']; readonly by?: string }>([
    [frees, { of: 'errno-after-free' }],
    [failures, { of: 'errno-after-failure' }],
    [failuresToFill, { of: 'pointer-after-failure', by: POSIX_MEMALIGN }],
    [usableSizes, { of: 'usable-size' }],
  ]);

/** Without those that no program can lead to anything to judge. */
export function askable(
  catalogue: readonly AnyInvariant[],
  { entries, contract }: SubjectDefinition,
): readonly AnyInvariant[] {
  const has = (name: string): boolean => entries?.includes(name) === true;
  return catalogue.filter(({ every }) => {
    if (every === badAlignments) return has(POSIX_MEMALIGN);
    const promised = PROMISED.get(every);
    if (promised !== undefined) {
      const { of, by = 'malloc' } = promised;
      return contract?.promises.includes(of) === true && has(by);
    }
    const needed = entries === undefined ? undefined : NEEDED.get(every);
    return needed === undefined || needed.some(has);
  });
}
