/**
 * The judge: asks the invariants of a catalogue about a view.
 *
 * After a command only what it touched is judged. The whole state is judged every so often and at the end, so that a
 * change which nobody reported is still found; the period grows with what a whole judgement costs, so a run's cost
 * per command does not grow with the heap.
 */
import type { AnyInvariant, Finding, Quantifier, View, Violation } from '../../spec/invariant.ts';
import type { Level } from '../../spec/subject.ts';

// The quantifiers of a catalogue speak of subjects of all kinds; each is only ever given to invariants of its own.
// eslint-disable-next-line typescript/no-explicit-any
type AnyQuantifier = Quantifier<any, any>;

/** The invariants that share a quantifier, with their places in the catalogue. */
interface Group {
  readonly every: AnyQuantifier;
  readonly members: { readonly invariant: AnyInvariant; readonly index: number }[];
}

/** Commands between whole judgements, at least. */
const PERIOD_MIN = 64;
/** Checks of a whole judgement per command of the period that follows it. */
const CHECKS_PER_COMMAND = 8;

export class Judge {
  /** Subjects judged, by place in the catalogue. */
  readonly judged: Float64Array;
  readonly #catalogue: readonly AnyInvariant[];
  readonly #groups: readonly Group[];
  readonly #view: View;
  #sinceWhole = 0;
  #period = PERIOD_MIN;

  constructor(catalogue: readonly AnyInvariant[], view: View) {
    this.#catalogue = catalogue;
    this.#groups = grouped(catalogue);
    this.#view = view;
    this.judged = new Float64Array(catalogue.length);
  }

  /** Judges what the last command touched, or everything when that is due. */
  afterStep(step: number): Finding[] {
    this.#sinceWhole += 1;
    const touched = this.touched(step);
    return touched.length > 0 || this.#sinceWhole < this.#period ? touched : this.whole(step);
  }

  touched(step: number): Finding[] {
    const broken: Broken[] = [];
    for (const group of this.#groups) {
      const { every } = group;
      if (every.touched === undefined) continue;
      const subjects = this.#subjects(() => every.touched!(this.#view), group, broken);
      if (subjects.length > 0) this.#judge(group, subjects, broken);
    }
    return broken.length === 0 ? [] : this.#findings(broken, step);
  }

  whole(step: number): Finding[] {
    const broken: Broken[] = [];
    let checks = 0;
    for (const group of this.#groups) {
      const subjects = this.#subjects(() => group.every.all(this.#view), group, broken);
      checks += subjects.length * group.members.length;
      this.#judge(group, subjects, broken);
    }
    this.#sinceWhole = 0;
    this.#period = Math.max(PERIOD_MIN, Math.floor(checks / CHECKS_PER_COMMAND));
    return this.#findings(broken, step);
  }

  /** The subjects; none, and the group's first invariant broken, when the state is too broken to be walked. */
  #subjects(list: () => readonly unknown[], { every, members }: Group, broken: Broken[]): readonly unknown[] {
    try {
      return list();
    } catch (error) {
      broken.push({ index: members[0]!.index, violation: unjudgeable(`every ${every.every}`, error) });
      return [];
    }
  }

  #judge({ members }: Group, subjects: readonly unknown[], broken: Broken[]): void {
    const swept = this.#view.go?.sweepDone ?? true;
    const { ended } = this.#view.client;
    for (const { invariant, index } of members) {
      if (invariant.when === 'at-end' ? !ended : invariant.when === 'swept' && !swept) continue;
      this.judged[index] = (this.judged[index] as number) + subjects.length;
      for (let i = 0; i < subjects.length; i += 1) {
        const violation = check(invariant, subjects[i], this.#view);
        if (violation === undefined) continue;
        broken.push({ index, violation });
        break;
      }
    }
  }

  /** In the order of the catalogue. */
  #findings(broken: Broken[], step: number): Finding[] {
    broken.sort((a, b) => a.index - b.index);
    return broken.map(({ index, violation }) => ({ invariant: this.#catalogue[index]!.id, step, violation }));
  }
}

interface Broken {
  readonly index: number;
  readonly violation: Violation;
}

function check(invariant: AnyInvariant, subject: unknown, view: View): Violation | undefined {
  try {
    return invariant.check(subject, view);
  } catch (error) {
    return unjudgeable(invariant.id, error);
  }
}

function unjudgeable(at: string, error: unknown): Violation {
  const message = error instanceof Error ? error.message : String(error);
  return { at, expected: 'a state that can be judged', actual: message };
}

function grouped(catalogue: readonly AnyInvariant[]): Group[] {
  const groups = new Map<AnyQuantifier, Group>();
  for (const [index, invariant] of catalogue.entries()) {
    let group = groups.get(invariant.every);
    if (group === undefined) {
      group = { every: invariant.every, members: [] };
      groups.set(invariant.every, group);
    }
    group.members.push({ invariant, index });
  }
  return [...groups.values()];
}

/** Those of a catalogue that a subject with these levels can be judged by. */
export function applicable(catalogue: readonly AnyInvariant[], offers: readonly Level[]): AnyInvariant[] {
  return catalogue.filter(({ every }) => every.level === 'client' || offers.includes(every.level));
}
