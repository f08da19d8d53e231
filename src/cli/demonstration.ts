/** Shows that an invariant looks: the smallest program known to break it, and the fault that it breaks by. */
import { loadMutant } from '../../models/mutants/load.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../models/mutants/mutant.ts';
import type { AnyInvariant, Finding, View } from '../../spec/invariant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { execute } from '../engine/execute.ts';
import type { Judges } from '../engine/explain.ts';
import { applicable } from '../engine/judge.ts';
import type { Program } from '../program/program.ts';
import { parseProgram } from '../program/text.ts';
import type { Break, Demonstration } from '../report/demonstration-text.ts';
import { addressesOf } from '../report/finding.ts';
import { drawingOf } from '../report/heap-text.ts';
import type { Drawing, Drawings } from '../report/heap-text.ts';

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

/** What breaks each invariant that has such a mutant, by id of the invariant. Each mutant is loaded once, and nothing is drawn. */
export function breaks(
  invariants: readonly AnyInvariant[],
  mutants: readonly AnyMutant[],
): ReadonlyMap<string, Break> {
  const found = new Map<string, Break>();
  for (const mutant of mutants.filter(isFault).toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const wanted = invariants.filter(({ id }) => mutant.caughtBy.includes(id) && !found.has(id));
    if (wanted.length === 0) continue;
    const subject = loadMutant(mutant);
    for (const invariant of wanted) {
      const broken = breakOf(mutant, [invariant], subject);
      if (broken !== undefined) found.set(invariant.id, broken);
    }
  }
  return found;
}

/** Runs the smallest program of a mutant, judged by these invariants; undefined when none of them breaks. */
export function demonstrate(
  mutant: Mutant,
  invariants: readonly AnyInvariant[],
): Demonstration | undefined {
  const subject = loadMutant(mutant);
  const broken = breakOf(mutant, invariants, subject);
  if (broken === undefined) return undefined;
  const catalogue = applicable(invariants, subject.offers);
  return { ...broken, heap: drawings(broken.program, broken.finding, { subject, catalogue }) };
}

/** Runs a program again, and draws the heap before and after the command that broke something. */
export function drawings(
  program: Program,
  finding: Finding,
  { subject, catalogue }: Pick<Judges, 'subject' | 'catalogue'>,
): Drawings {
  const near = addressesOf(finding);
  let before: Drawing = [];
  let after: Drawing = [];
  execute(program, subject, catalogue, (step, view) => {
    if (step === finding.step - 1) before = drawn(view, near);
    if (step === finding.step) after = drawn(view, near);
  });
  return { before, after };
}

/** A heap may be too broken to be read. */
function drawn(view: View, near: readonly number[]): Drawing {
  try {
    return drawingOf(view, near);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ label: 'heap', text: `cannot be read: ${message}` }];
  }
}

function breakOf(
  mutant: Mutant,
  invariants: readonly AnyInvariant[],
  subject: SubjectDefinition,
): Break | undefined {
  const program = parseProgram(shortestText(mutant, subject.id), mutant.id);
  const judges = applicable(invariants, subject.offers);
  const [finding] = execute(program, subject, judges).findings;
  return finding && { mutant: mutant.id, program, finding };
}

function isFault(mutant: AnyMutant): mutant is Mutant {
  return !isEquivalent(mutant);
}

function sizeOf({ shortest }: Mutant): number {
  return shortest.lines.length;
}
