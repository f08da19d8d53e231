/**
 * The judge: asks the invariants of a catalogue about a view.
 *
 * After a command only what it touched is judged. The whole state is judged every so often and at the end, so that a
 * change which nobody reported is still found; the period grows with what a whole judgement costs, so a run's cost
 * per command does not grow with the heap.
 */
import type {
  AnyInvariant,
  Finding,
  Quantifier,
  Steps,
  View,
  Violation,
  When,
} from '../../spec/invariant.ts';
import type { Level } from '../../spec/subject.ts';

// The quantifiers of a catalogue speak of subjects of all kinds; each is only ever given to invariants of its own.
// eslint-disable-next-line typescript/no-explicit-any
type AnyQuantifier = Quantifier<any, any>;

type Check = (subject: unknown, view: View) => Violation | undefined;
type Subjects = (view: View) => readonly unknown[];

/** The invariants that share a quantifier and the time at which they hold, laid out for speed. */
interface Layout {
  readonly every: AnyQuantifier;
  readonly when: When;
  readonly members: readonly AnyInvariant[];
  /** The checks of the members, and their places in the catalogue. */
  readonly checks: readonly Check[];
  readonly places: readonly number[];
  /** Judged as a whole once. */
  readonly isConstant: boolean;
}

/** The same in one run. */
interface Group extends Layout {
  readonly all: Subjects;
  readonly touched: Subjects | undefined;
  /** The subjects are steps: asked once after each command, since what was before it is forgotten then. */
  readonly isOfSteps: boolean;
  /** Subjects judged so far: of all groups, and this one's place there. */
  readonly judged: Float64Array;
  readonly place: number;
  /** Of a constant quantifier: judged as a whole at least once. */
  wasWhole: boolean;
}

/** A member of a group that does not hold. */
interface Broken {
  readonly invariant: AnyInvariant;
  readonly violation: Violation;
}

/** Moves of commands between whole judgements, at least. */
export const PERIOD_MIN = 64;
/** Checks of a whole judgement per command of the period that follows it. */
const CHECKS_PER_COMMAND = 2;
const HELD: readonly Finding[] = [];

export class Judge {
  readonly #catalogue: readonly AnyInvariant[];
  readonly #groups: readonly Group[];
  /** Subjects judged so far, by group. */
  readonly #judged: Float64Array;
  /** Those that judge a state, whatever came before it. */
  readonly #standing: readonly Group[];
  /** Those that judge a step. */
  readonly #stepping: readonly Group[];
  /** Those that can judge what was touched, and those of them that can without an event of the subject. */
  readonly #touchable: readonly Group[];
  readonly #quiet: readonly Group[];
  readonly #view: View;
  #sinceWhole = 0;
  #wasQuiescent = true;
  #period = PERIOD_MIN;

  constructor(catalogue: readonly AnyInvariant[], view: View) {
    this.#catalogue = catalogue;
    const layouts = layoutOf(catalogue);
    this.#judged = new Float64Array(layouts.length);
    this.#groups = layouts.map((layout, place) => groupOf(layout, view, this.#judged, place));
    this.#stepping = this.#groups.filter(({ isOfSteps }) => isOfSteps);
    this.#standing = this.#groups.filter(({ isOfSteps }) => !isOfSteps);
    this.#touchable = this.#groups.filter(({ every }) => every.touched !== undefined);
    this.#quiet = this.#touchable.filter(({ every }) => every.onEvents !== true);
    this.#view = view;
  }

  /** Subjects judged, by place in the catalogue. */
  get judged(): Float64Array {
    const judged = new Float64Array(this.#catalogue.length);
    for (const group of this.#groups)
      for (const place of group.places) judged[place] = this.#judged[group.place] as number;
    return judged;
  }

  /** Judges what the last command touched, or everything when that is due. */
  afterStep(step: number): readonly Finding[] {
    this.#sinceWhole += 1;
    const wasQuiescent = this.#wasQuiescent;
    this.#wasQuiescent = this.#isQuiescent;
    const touched = this.touched(step);
    // What was touched half-way could not be judged then.
    const isDue = this.#sinceWhole >= this.#period || (!wasQuiescent && this.#wasQuiescent);
    return touched.length > 0 || !isDue ? touched : this.whole(step);
  }

  /** Once after each command. */
  touched(step: number): readonly Finding[] {
    const groups = this.#view.goTouched?.eventful === false ? this.#quiet : this.#touchable;
    return this.#findings(this.#judgeAll(groups, 'touched'), step);
  }

  /**
   * Instead of `touched` where it would say what it said before: in a run like this one, up to here. Only remembers what
   * the next step begins with.
   *
   * @param wasWhole  whether the whole state was judged as well
   */
  passed(wasWhole: boolean): void {
    this.#sinceWhole = wasWhole ? 0 : this.#sinceWhole + 1;
    this.#wasQuiescent = this.#isQuiescent;
    const isQuiet = this.#view.goTouched?.eventful === false;
    for (const { every, touched } of this.#stepping)
      if (!isQuiet || every.onEvents !== true) touched!(this.#view);
  }

  whole(step: number): readonly Finding[] {
    const before = this.#checks();
    const findings = this.#findings(this.#judgeAll(this.#standing, 'all'), step);
    this.#sinceWhole = 0;
    this.#period = Math.max(PERIOD_MIN, Math.floor((this.#checks() - before) / CHECKS_PER_COMMAND));
    return findings;
  }

  /** No call is suspended half-way. */
  get #isQuiescent(): boolean {
    const { go, tcmalloc } = this.#view;
    return (go?.suspended ?? tcmalloc?.suspended ?? 0) === 0;
  }

  #checks(): number {
    let checks = 0;
    for (const { place, members } of this.#groups)
      checks += (this.#judged[place] as number) * members.length;
    return checks;
  }

  /** The first violation of each invariant of the groups. */
  #judgeAll(groups: readonly Group[], part: 'all' | 'touched'): Broken[] {
    const view = this.#view;
    const swept = view.go?.sweepDone ?? view.classic?.sweepDone ?? true;
    const { ended } = view.client;
    const quiescent = this.#isQuiescent;
    const broken: Broken[] = [];
    for (let g = 0; g < groups.length; g += 1) {
      const group = groups[g] as Group;
      const isNow = isTime(group.when, { swept, ended, quiescent });
      if (isNow || group.isOfSteps) judgeGroup(group, { part, isNow }, view, broken);
    }
    return broken;
  }

  /** In the order of the catalogue. */
  #findings(broken: Broken[], step: number): readonly Finding[] {
    if (broken.length === 0) return HELD;
    const order = ({ invariant }: Broken): number => this.#catalogue.indexOf(invariant);
    broken.sort((a, b) => order(a) - order(b));
    return broken.map(({ invariant, violation }) => ({ invariant: invariant.id, step, violation }));
  }
}

interface Mood {
  readonly swept: boolean;
  readonly ended: boolean;
  readonly quiescent: boolean;
}

function isTime(when: When, { swept, ended, quiescent }: Mood): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'quiescent':
      return quiescent;
    case 'swept':
      return swept && quiescent;
    case 'at-end':
      return ended;
  }
}

/** @param isNow  whether the invariants are expected to hold; steps are remembered in any case */
function judgeGroup(
  group: Group,
  { part, isNow }: { readonly part: 'all' | 'touched'; readonly isNow: boolean },
  view: View,
  broken: Broken[],
): void {
  if (part === 'all' && group.wasWhole && group.isConstant) return;
  let subjects: readonly unknown[];
  try {
    subjects = part === 'all' ? group.all(view) : group.touched!(view);
  } catch (error) {
    const invariant = group.members[0] as AnyInvariant;
    broken.push({ invariant, violation: unjudgeable(`every ${group.every.every}`, error) });
    return;
  }
  if (!isNow) return;
  if (part === 'all' && group.isConstant) group.wasWhole = true;
  if (subjects.length === 0) return;
  const { judged, place } = group;
  judged[place] = (judged[place] as number) + subjects.length;
  try {
    judgeSubjects(group, subjects, view, broken);
  } catch {
    judgeCarefully(group, subjects, view, broken);
  }
}

function judgeSubjects(
  group: Group,
  subjects: readonly unknown[],
  view: View,
  broken: Broken[],
): void {
  const { length } = subjects;
  const { checks } = group;
  for (let c = 0; c < checks.length; c += 1) {
    const check = checks[c] as Check;
    for (let i = 0; i < length; i += 1) {
      const violation = check(subjects[i], view);
      if (violation === undefined) continue;
      broken.push({ invariant: group.members[c] as AnyInvariant, violation });
      break;
    }
  }
}

/** Judges a group in which something threw: a state too broken to be read counts as broken. */
function judgeCarefully(
  { members }: Group,
  subjects: readonly unknown[],
  view: View,
  broken: Broken[],
): void {
  for (const invariant of members) {
    if (broken.some((each) => each.invariant === invariant)) continue;
    const violation = firstViolation(invariant, subjects, view);
    if (violation !== undefined) broken.push({ invariant, violation });
  }
}

function firstViolation(
  invariant: AnyInvariant,
  subjects: readonly unknown[],
  view: View,
): Violation | undefined {
  for (const subject of subjects) {
    try {
      const violation = invariant.check(subject, view);
      if (violation !== undefined) return violation;
    } catch (error) {
      return unjudgeable(invariant.id, error);
    }
  }
  return undefined;
}

function unjudgeable(at: string, error: unknown): Violation {
  const message = error instanceof Error ? error.message : String(error);
  return { at, expected: 'a state that can be judged', actual: message };
}

/** Layouts by catalogue: many runs are judged by the same. */
const layouts = new WeakMap<readonly AnyInvariant[], readonly Layout[]>();

function layoutOf(catalogue: readonly AnyInvariant[]): readonly Layout[] {
  const known = layouts.get(catalogue);
  if (known !== undefined) return known;
  const layout = laidOut(catalogue);
  layouts.set(catalogue, layout);
  return layout;
}

function laidOut(catalogue: readonly AnyInvariant[]): readonly Layout[] {
  const laid: (Layout & Record<'members' | 'checks' | 'places', unknown[]>)[] = [];
  for (const [place, invariant] of catalogue.entries()) {
    const { every, when, check } = invariant;
    let layout = laid.find((it) => it.every === every && it.when === when);
    if (layout === undefined) {
      const isConstant = every.isConstant === true;
      layout = { every, when, members: [], checks: [], places: [], isConstant };
      laid.push(layout);
    }
    layout.members.push(invariant);
    layout.checks.push(check);
    layout.places.push(place);
  }
  return laid;
}

function groupOf(
  { every, when, members, checks, places, isConstant }: Layout,
  view: View,
  judged: Float64Array,
  place: number,
): Group {
  const isOfSteps = every.steps !== undefined;
  const { all } = every;
  const touched = isOfSteps ? stepsFrom(every, view) : every.touched;
  // Spelt out: a group made by spreading is several times slower to read.
  return {
    every,
    when,
    members,
    checks,
    places,
    isConstant,
    all,
    touched,
    isOfSteps,
    judged,
    place,
    wasWhole: false,
  };
}

/** The steps since it was asked last, the first time since now. */
function stepsFrom({ steps }: AnyQuantifier, start: View): Subjects {
  const { remember, between } = steps as Steps<Level, unknown>;
  const memory = { before: remember(start) };
  return (view) => {
    const subjects = between(memory.before, view);
    const now = remember(view, memory.before);
    if (now !== memory.before) memory.before = now;
    return subjects;
  };
}

/** Those of a catalogue that a subject with these levels can be judged by. */
export function applicable(
  catalogue: readonly AnyInvariant[],
  offers: readonly Level[],
): AnyInvariant[] {
  return catalogue.filter(({ every }) => every.level === 'client' || offers.includes(every.level));
}
