/** What one comparison of the model with a real runtime showed. */
import { isRefusal } from '../../spec/subject.ts';

/** Where the two first answered differently. */
export interface Difference {
  /** Which program, which command or event of it. */
  readonly at: string;
  readonly request: string;
  /** Answers, as text. */
  readonly go: string;
  readonly model: string;
}

export interface Part {
  /** What was compared, up to the difference. */
  readonly compared: Tally;
  readonly difference?: Difference;
}

/** How many of each kind of thing were compared, in the order in which they were met first. */
export class Tally {
  readonly counts = new Map<string, number>();

  /** @param what  in the plural */
  add(what: string, count = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count);
  }

  addAll(other: Tally): void {
    for (const [what, count] of other.counts) this.add(what, count);
  }
}

/** What `answer` gives, or what a model says that refuses to answer or gives up over it. */
export function lastWords(answer: () => string): string {
  try {
    return answer();
  } catch (error) {
    if (isRefusal(error)) return `refuses: ${error.message}`;
    // By name: a mutant has classes of its own.
    if (error instanceof Error && error.name === 'Fatal') return `throws: ${error.message}`;
    throw error;
  }
}
