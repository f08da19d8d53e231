/** What a file is judged by: what was asked for, as far as its subject offers it, and what it says that it broke. */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import { askable } from '../engine/askable.ts';
import { applicable } from '../engine/judge.ts';
import { applicableRelations } from '../engine/relations.ts';
import type { Input } from './inputs.ts';
import { checkJudgeable, chosenOf } from './workbench.ts';
import type { Workbench } from './workbench.ts';

export interface Judges {
  readonly catalogue: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
  /** Ids of all others. */
  readonly notRun: readonly string[];
}

/**
 * A relation judges where it was asked for, or is what the recording broke.
 *
 * @throws {UsageError} when the subject can be judged by nothing of what was asked for
 */
export function judgesOf(
  { subject, broke }: Input,
  patterns: readonly string[],
  workbench: Workbench,
): Judges {
  const asked = chosenOf(workbench, patterns);
  checkJudgeable(subject, asked);
  const catalogue = askable(applicable(asked.catalogue, subject.offers), subject);
  const relations = applicableRelations(
    asked.relations.filter(({ id }) => patterns.length > 0 || id === broke?.invariant),
    subject,
  );
  const judging = new Set([...catalogue, ...relations].map(({ id }) => id));
  const all = [...workbench.invariants, ...workbench.relations].map(({ id }) => id);
  return { catalogue, relations, notRun: all.filter((id) => !judging.has(id)) };
}
