/**
 * A mark: a named place in a subject that a search ought to reach. A search that never came there shows nothing of it.
 *
 * Marks are of states and of transitions between them, not of lines. A subject offers a list of them and says in each run
 * which it reached; a report tells those that no run did.
 */
import type { Source } from './sources.ts';

export interface Mark {
  /** `<subject or level>/<kebab-case>`. */
  readonly id: string;
  /** Completes "reached when …". */
  readonly when: string;
  readonly source: Source;
}

/** Marks of one state machine, by id, with the place that it is described at. */
export interface MarkSection<Id extends string> {
  readonly source: Source;
  readonly when: Readonly<Record<Id, string>>;
}

/** The ids of a section. */
export type IdOf<S> = S extends MarkSection<infer Id> ? Id : never;

export function defineMarks<Id extends string>(
  source: Source,
  when: Readonly<Record<Id, string>>,
): MarkSection<Id> {
  return Object.freeze({ source, when });
}

/** The marks of some sections, in order of id. */
export function marksOf(sections: readonly MarkSection<string>[]): readonly Mark[] {
  const marks = sections.flatMap(({ source, when }) =>
    Object.entries(when).map(([id, text]): Mark => ({ id, when: text, source })),
  );
  return marks.sort((a, b) => (a.id < b.id ? -1 : 1));
}
