/**
 * Which mutants engines are compared on: a fixed spread of those of Go's model, which nobody picked.
 *
 * Left out are those that only a relation notices, since plain fast-check has none, and those that no program or any
 * command shows: there is nothing to shrink in them.
 */
import { mutants } from '../models/mutants/index.ts';
import { isEquivalent } from '../models/mutants/mutant.ts';
import type { Mutant } from '../models/mutants/mutant.ts';
import { catalogue } from '../spec/invariants/index.ts';

/** Commands that the smallest known program has at least. */
const COMMANDS_MIN = 2;
const EVERY = 5;

/** Every fifth, in order of id, of those that take two commands or more. */
export function spreadOfMutants(): readonly Mutant[] {
  const ids = new Set(catalogue.map(({ id }) => id));
  const isNoticed = ({ caughtBy }: Mutant): boolean => caughtBy.some((id) => ids.has(id));
  return mutants
    .flatMap((mutant) => (isEquivalent(mutant) ? [] : [mutant]))
    .filter(({ id }) => id.startsWith('go/'))
    .filter((mutant) => isNoticed(mutant) && shortestOf(mutant) >= COMMANDS_MIN)
    .filter((_, i) => i % EVERY === 0);
}

/** Commands of the smallest program that is known. */
export function shortestOf({ shortest }: Mutant): number {
  return shortest.lines.length;
}
