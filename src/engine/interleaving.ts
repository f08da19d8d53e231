/**
 * How the client's commands and the collector's steps take turns: marks that something was changed between two steps.
 *
 * Only steps that did something count; a whole collection counts as its end.
 */
import { stepMarks } from '../../spec/marks/gc.ts';

/** Kinds of steps; `flush`, `restart` and `end` are those of termination, and `visit` comes behind it. */
export type Step = 'start' | 'mark' | 'flush' | 'restart' | 'end' | 'visit' | 'sweep';

const MARKS: ReadonlySet<string> = new Set(stepMarks.map(({ id }) => id));

export class Interleaving {
  readonly reached = new Set<string>();
  #last: Step | undefined;
  #isChanged = false;

  /** The client changed what is live, or what points where. */
  changed(): void {
    this.#isChanged = true;
  }

  stepRan(step: Step): void {
    const id = `gc/client-between-${this.#last ?? 'none'}-and-${step}`;
    if (this.#isChanged && MARKS.has(id)) this.reached.add(id);
    this.#last = step;
    this.#isChanged = false;
  }
}
