/**
 * An invariant is a quantifier and a predicate, as data.
 *
 * The quantifier says which subjects of the state the invariant speaks of, and which of these the last command
 * may have changed; the predicate judges one. So the engine can judge all of them, or only what was touched, and
 * count how many subjects each invariant met: one that never met a subject has shown nothing.
 *
 * A subject may also be a step: what one command may change. Then the quantifier remembers of the state what the
 * predicate will compare (`defineStepQuantifier`).
 */
import type { ClassicView } from './views/classic.ts';
import type { ClientView } from './views/client.ts';
import type { GoView } from './views/go.ts';
import type { GoTouched } from './views/go-touched.ts';
import type { OsView } from './views/os.ts';
import type { ProcessView } from './views/process.ts';
import type { RuntimeView } from './views/runtime.ts';
import type { StacksView } from './views/stacks.ts';
import type { TcmallocView } from './views/tcmalloc.ts';
import type { Level, OwnLevel } from './subject.ts';
import type { Source } from './sources.ts';

/** All that may be observed at one point of a run. `os` and `go` are there when the subject offers them. */
export interface View {
  readonly client: ClientView;
  readonly os?: OsView;
  readonly go?: GoView;
  readonly goTouched?: GoTouched;
  readonly runtime?: RuntimeView;
  readonly stacks?: StacksView;
  readonly tcmalloc?: TcmallocView;
  readonly classic?: ClassicView;
  /** Where a process is driven, and no allocator: then there is no more of the client than that it did nothing. */
  readonly proc?: ProcessView;
  /** What a project's own subject shows of its inside. */
  readonly own?: unknown;
  /** Only in the examples of what is said of a step: the state before the last command. A run remembers it otherwise. */
  readonly before?: View | undefined;
}

/** A view whose levels are known to be there: what quantifiers and predicates of that level are given. */
export type ViewOf<L extends Level> = L extends 'stacks'
  ? View & Required<Omit<View, 'own' | 'proc' | 'before' | 'tcmalloc' | 'classic'>>
  : L extends 'runtime'
    ? View & Required<Omit<View, 'stacks' | 'own' | 'proc' | 'before' | 'tcmalloc' | 'classic'>>
    : L extends 'go'
      ? View &
          Required<
            Omit<View, 'runtime' | 'stacks' | 'own' | 'proc' | 'before' | 'tcmalloc' | 'classic'>
          >
      : L extends 'tcmalloc'
        ? View & { readonly os: OsView; readonly tcmalloc: TcmallocView }
        : L extends 'classic'
          ? View & { readonly os: OsView; readonly classic: ClassicView }
          : L extends 'os'
            ? View & { readonly os: OsView }
            : L extends 'process'
              ? View & { readonly proc: ProcessView }
              : View;

/** Names the subjects of a kind: for every span in use, for every chunk, for every placed block, … */
export interface Quantifier<L extends Level, S> {
  /** Reads as `for every …`. */
  readonly every: string;
  readonly level: L;
  /** Every subject of the state. */
  readonly all: (view: ViewOf<L>) => readonly S[];
  /** Those that the last command may have changed. Without it, the subjects are judged only with the whole state. */
  readonly touched?: (view: ViewOf<L>) => readonly S[];
  /** Nothing is touched but by events of the subject: after a command without any, the engine need not ask. */
  readonly onEvents?: true;
  /** What `all` gives is the same throughout a run, so it is judged once. */
  readonly isConstant?: true;
  /** There when the subjects are steps: what is remembered of the state before. */
  readonly steps?: Steps<L, S>;
}

/** How a quantifier over steps knows what was before the command: it remembers what it will have to compare. */
export interface Steps<L extends Level, S> {
  /**
   * What is to be known of the state as it is now, when the next command has run. Asked when the run begins and after
   * each command, so it must cost no more than what the command touched.
   *
   * @param last  what it gave the time before, which it may give again where nothing changed, and must not change
   */
  readonly remember: (view: ViewOf<L>, last?: unknown) => unknown;
  /** The steps from what was remembered to the state as it is now, by the last command. Must not keep `before`. */
  readonly between: (before: unknown, view: ViewOf<L>) => readonly S[];
}

/** When an invariant is expected to hold. */
export type When =
  | 'always'
  /** Only while no call is suspended half-way. */
  | 'quiescent'
  /** Only while nothing awaits sweeping. */
  | 'swept'
  /** Only when the program is over and everything was given up and collected. */
  | 'at-end';

/** What was wrong with one subject. */
export interface Violation {
  /** Where: an address, or a short name such as `class 7 of P1`. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

/** A small state with what the invariant says of it. Built with spec/fixtures. */
export interface Examples {
  readonly holds: readonly View[];
  /** Each breaks the invariant for exactly one subject. */
  readonly violates: readonly View[];
}

export interface Invariant<L extends Level = Level, S = unknown> {
  /** `<level>/<kebab-case>`, also the path below spec/invariants. Names what holds. */
  readonly id: string;
  /** Completes "it always holds that …". */
  readonly holds: string;
  /** What goes wrong otherwise. */
  readonly because: string;
  /**
   * Ids of invariants that this one's break goes on to break, as an effect: where both break at one step, this one says
   * more of what is wrong, and leads the report. What these imply follows too. Only cause and effect, never mere company.
   */
  readonly implies?: readonly string[];
  readonly sources: readonly [Source, ...Source[]];
  readonly when: When;
  /** Of one check, with the size that matters. */
  readonly cost: string;
  readonly every: Quantifier<L, S>;
  readonly check: (subject: S, view: ViewOf<L>) => Violation | undefined;
  readonly examples: Examples;
}

/** An invariant of any level and any kind of subject, as the catalogue holds it. */
// eslint-disable-next-line typescript/no-explicit-any -- the one place where subjects of all kinds meet
export type AnyInvariant = Invariant<any, any>;

export function defineInvariant<L extends Level, S>(invariant: Invariant<L, S>): Invariant<L, S> {
  return Object.freeze(invariant);
}

export function defineQuantifier<L extends Level, S>(
  quantifier: Quantifier<L, S>,
): Quantifier<L, S> {
  return Object.freeze(quantifier);
}

/** A quantifier over what a project's own subject shows of its inside, and what its client sees. */
export interface OwnQuantifier<Own, S> {
  /** Reads as `for every …`. */
  readonly every: string;
  /** As the subject's `offers` names it. */
  readonly level: OwnLevel;
  /** Every subject of the state. */
  readonly all: (own: Own, view: View) => readonly S[];
  /** Those that the last command may have changed. Without it, the subjects are judged only with the whole state. */
  readonly touched?: (own: Own, view: View) => readonly S[];
}

/**
 * A quantifier over the view of a project's own allocator, whose type is that of the first parameter of `all`.
 *
 *     const cells = defineOwnQuantifier({ every: 'cell', level: 'own/pool', all: (pool: PoolView) => pool.cells() });
 */
export function defineOwnQuantifier<Own, S>({
  every,
  level,
  all,
  touched,
}: OwnQuantifier<Own, S>): Quantifier<OwnLevel, S> {
  return defineQuantifier<OwnLevel, S>({
    every,
    level,
    all: (view) => all(view.own as Own, view),
    ...(touched === undefined ? {} : { touched: (view) => touched(view.own as Own, view) }),
  });
}

/** Names the steps that one command is made of: `before`, the command, `after`. Judged once, when the command has run. */
export interface StepQuantifier<L extends Level, S, B> {
  readonly every: string;
  readonly level: L;
  /** Nothing changes without events of the subject: after a command without any, nothing is asked. */
  readonly onEvents?: true;
  /** See `Steps`. */
  readonly remember: (view: ViewOf<L>, last?: B) => B;
  readonly between: (before: B, view: ViewOf<L>) => readonly S[];
}

export function defineStepQuantifier<L extends Level, S, B>({
  every,
  level,
  onEvents,
  remember,
  between,
}: StepQuantifier<L, S, B>): Quantifier<L, S> {
  const ofExample = (view: ViewOf<L>): readonly S[] =>
    view.before === undefined ? [] : between(remember(view.before as ViewOf<L>), view);
  const steps = { remember, between } as Steps<L, S>;
  const events = onEvents === undefined ? {} : { onEvents };
  return Object.freeze({ every, level, ...events, all: ofExample, touched: ofExample, steps });
}

/** One invariant, or relation, broken at one step, with the values that show it. */
export interface Finding {
  readonly invariant: string;
  /** Index of the command, from 0; the number of commands when it was found at the end. */
  readonly step: number;
  readonly violation: Violation;
  /** Where it is a relation that broke: what the rewriting drew from. */
  readonly seed?: number;
}

/** The violation that `actual` is not `expected`; nothing when it is. */
export function expectEqual(at: string, expected: number, actual: number): Violation | undefined {
  return expected === actual
    ? undefined
    : { at, expected: String(expected), actual: String(actual) };
}

/** The violation that `actual` lies outside `low`…`high` (both included); nothing when it lies inside. */
export function expectWithin(
  at: string,
  low: number,
  high: number,
  actual: number,
): Violation | undefined {
  if (low <= actual && actual <= high) return undefined;
  return { at, expected: `${low}…${high}`, actual: String(actual) };
}
