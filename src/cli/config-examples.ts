/**
 * Judges the examples of a project's own invariants and relations: what finds nothing where it should, or something where it should
 * not, would judge its allocator just as wrongly.
 */
import type { AnyInvariant, View, Violation } from '../../spec/invariant.ts';
import type { Relation, TracePair } from '../../spec/relation.ts';
import type { Config } from './define-config.ts';

/** What is wrong with the examples of a config that is well-formed otherwise, a line each. */
export function exampleProblems({ invariants = [], relations = [] }: Config): readonly string[] {
  return [
    ...invariants.flatMap((invariant, i) => ofInvariant(invariant, `invariants[${i}].examples`)),
    ...relations.flatMap((relation, i) => ofRelation(relation, `relations[${i}].examples`)),
  ];
}

function ofInvariant(invariant: AnyInvariant, at: string): readonly string[] {
  const { id, examples } = invariant;
  const judged = (view: View): Violation | undefined => violationOf(invariant, view);
  return [
    ...complaints(examples.holds, `${at}.holds`, (view) => wrongly(id, judged(view))),
    ...complaints(examples.violates, `${at}.violates`, (view) => silently(id, judged(view))),
  ];
}

function ofRelation({ id, agree, examples }: Relation, at: string): readonly string[] {
  const told = ({ first, second }: TracePair): Violation | undefined => agree(first, second);
  return [
    ...complaints(examples.agrees, `${at}.agrees`, (pair) => wrongly(id, told(pair))),
    ...complaints(examples.disagrees, `${at}.disagrees`, (pair) => silently(id, told(pair))),
  ];
}

/** The first among all subjects of a state, then among those that its last command touched. */
function violationOf({ every, check }: AnyInvariant, view: View): Violation | undefined {
  for (const subject of [...every.all(view), ...(every.touched?.(view) ?? [])]) {
    const violation = check(subject, view);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

function wrongly(id: string, violation: Violation | undefined): string | undefined {
  if (violation === undefined) return undefined;
  const { at, expected, actual } = violation;
  return `${id} should hold here, and finds at ${at}: expected ${expected}, found ${actual}`;
}

function silently(id: string, violation: Violation | undefined): string | undefined {
  return violation === undefined ? `${id} should be broken here, and finds nothing` : undefined;
}

/** Of each example about which there is one, with its place. What throws is told as well. */
function complaints<T>(
  examples: readonly T[],
  at: string,
  about: (example: T) => string | undefined,
): readonly string[] {
  return examples.flatMap((example, i) => {
    let complaint: string | undefined;
    try {
      complaint = about(example);
    } catch (error) {
      complaint = `cannot be judged: ${error instanceof Error ? error.message : String(error)}`;
    }
    return complaint === undefined ? [] : [`${at}[${i}]: ${complaint}`];
  });
}
