/** What a subject is judged by in a test: our catalogue and the project's own, as far as the subject offers it. */
import { UsageError } from '../base/errors.ts';
import type { Config } from '../cli/define-config.ts';
import { chosen } from '../cli/patterns.ts';
import { askable } from '../engine/askable.ts';
import { applicable } from '../engine/judge.ts';
import { applicableRelations } from '../engine/relations.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import type { Relation } from '../../spec/relation.ts';
import { relations } from '../../spec/relations/index.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';

export interface Judges {
  readonly catalogue: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
}

/**
 * @param patterns  of ids, as of `--invariants`; all where there are none
 * @throws {UsageError} when a pattern fits nothing, or nothing is left that could judge the subject
 */
export function judgesOf(
  subject: SubjectDefinition,
  patterns: readonly string[],
  config: Pick<Config, 'invariants' | 'relations'>,
): Judges {
  const ours = [...catalogue, ...(config.invariants ?? [])];
  const related = [...relations, ...(config.relations ?? [])];
  const asked = chosen<{ readonly id: string }>(
    'invariant',
    distinct<{ readonly id: string }>([...ours, ...related]),
    patterns,
  );
  const ids = new Set(asked.map(({ id }) => id));
  const judges = {
    catalogue: askable(applicable(ours, subject.offers), subject).filter(({ id }) => ids.has(id)),
    relations: applicableRelations(
      related.filter(({ id }) => ids.has(id)),
      subject,
    ),
  };
  if (judges.catalogue.length + judges.relations.length > 0) return judges;
  const offered = ['client', ...subject.offers].join(', ');
  throw new UsageError(
    `${subject.id} cannot be judged by any of ${patterns.join(', ')}: it offers only ${offered}`,
  );
}

/** Insists that a subject was given to that function. */
export function checkSubject(subject: unknown, to: string): asserts subject is SubjectDefinition {
  const { id, create } = (subject ?? {}) as Partial<SubjectDefinition>;
  if (typeof id === 'string' && typeof create === 'function') return;
  throw new UsageError(
    `${to} was not given a subject\ngive it what defineSubject, poolSubject, wasmSubject or the like answers`,
  );
}

/** The same; no two of them have one id. */
function distinct<T extends { readonly id: string }>(all: readonly T[]): readonly T[] {
  const ids = new Set<string>();
  for (const { id } of all) {
    if (ids.has(id))
      throw new UsageError(`the config has another invariant ${id}\ngive it an id of its own`);
    ids.add(id);
  }
  return all;
}
