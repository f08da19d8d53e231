/** Shows that an invariant looks: the smallest program known to break it, and the fault that it breaks by. */
import { loadMutant } from '../../models/mutants/load.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../models/mutants/mutant.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { execute } from '../engine/execute.ts';
import { applicable } from '../engine/judge.ts';
import { parseProgram } from '../program/text.ts';
import type { Demonstration } from '../report/demonstration-text.ts';
import { drawingOf } from '../report/heap-text.ts';
import type { Drawing } from '../report/heap-text.ts';

/** Those that name the invariant, the one with the smallest program first. */
export function mutantsOf(id: string, mutants: readonly AnyMutant[]): readonly Mutant[] {
  return mutants
    .filter(isFault)
    .filter(({ caughtBy }) => caughtBy.includes(id))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b));
}

/** The text form of the smallest program that shows a mutant. */
export function shortestText({ shortest: { lines, heap } }: Mutant, subject: string): string {
  const head = heap === undefined ? `heap ${subject}` : `heap ${subject} ${heap}`;
  return `${['allocheck 1', head, ...lines].join('\n')}\n`;
}

/**
 * The first mutant, from the one with the smallest program on, whose smallest program breaks this invariant itself and not
 * only another one; undefined when there is none.
 *
 * @throws {UsageError} where the sources of the models are not there
 */
export function demonstrationOf(
  invariant: AnyInvariant,
  mutants: readonly AnyMutant[],
): Demonstration | undefined {
  for (const mutant of mutantsOf(invariant.id, mutants)) {
    const shown = demonstrate(mutant, [invariant]);
    if (shown !== undefined) return shown;
  }
  return undefined;
}

/** Those of all invariants that have one, by id. Each mutant is loaded once. */
export function demonstrations(
  invariants: readonly AnyInvariant[],
  mutants: readonly AnyMutant[],
): ReadonlyMap<string, Demonstration> {
  const found = new Map<string, Demonstration>();
  for (const mutant of mutants.filter(isFault).toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const wanted = invariants.filter(({ id }) => mutant.caughtBy.includes(id) && !found.has(id));
    if (wanted.length === 0) continue;
    const subject = loadMutant(mutant);
    for (const invariant of wanted) {
      const shown = demonstrate(mutant, [invariant], subject);
      if (shown !== undefined) found.set(invariant.id, shown);
    }
  }
  return found;
}

/** Runs the smallest program of a mutant, judged by these invariants; undefined when none of them breaks. */
export function demonstrate(
  mutant: Mutant,
  invariants: readonly AnyInvariant[],
  subject: SubjectDefinition = loadMutant(mutant),
): Demonstration | undefined {
  const program = parseProgram(shortestText(mutant, subject.id), mutant.id);
  let before: Drawing = [];
  let after: Drawing = [];
  const { findings } = execute(
    program,
    subject,
    applicable(invariants, subject.offers),
    (_, view) => {
      before = after;
      after = drawingOf(view);
    },
  );
  const [finding] = findings;
  return finding && { mutant: mutant.id, program, finding, before, after };
}

function isFault(mutant: AnyMutant): mutant is Mutant {
  return !isEquivalent(mutant);
}

function sizeOf({ shortest }: Mutant): number {
  return shortest.lines.length;
}
