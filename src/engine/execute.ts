/** Runs a program against a new subject, judging every step, until something breaks or the program ends. */
import type { AnyInvariant, Finding, View } from '../../spec/invariant.ts';
import type { Mark } from '../../spec/mark.ts';
import { stepMarks } from '../../spec/marks/gc.ts';
import type { HeapConfig, Subject, SubjectDefinition } from '../../spec/subject.ts';
import { GoTouched } from '../../spec/views/go-touched.ts';
import { DEFAULT_GEOMETRY, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { Client } from './client.ts';
import { Judge } from './judge.ts';
import type { Outcome } from './outcome.ts';

const HELD: readonly Finding[] = [];

/**
 * Looks at the run after each step; for telling the story of a counterexample. Where the subject hangs it sees the run twice,
 * from its first step.
 */
export type Watch = (step: number, view: View) => void;

/**
 * Until something breaks, or the subject breaks down.
 *
 * @param catalogue  the invariants to judge by; all must be of levels that the subject offers
 */
export function execute(
  program: Program,
  definition: SubjectDefinition,
  catalogue: readonly AnyInvariant[],
  watch?: Watch,
): Outcome {
  return guarded(definition, () => {
    const run = new Run(program, definition, catalogue);
    const outcome = run.toItsEnd(watch);
    run.dispose();
    return outcome;
  });
}

/** Runs a program where its subject may hang. @param run  may be called twice, so nothing else may come of it */
export function guarded<T>(definition: SubjectDefinition, run: () => T): T {
  return definition.guard === undefined ? run() : definition.guard(run);
}

/**
 * Goes on to the end of the program whatever breaks, or to where the subject breaks down: the first finding of each
 * invariant, in the order in which they broke. These are the invariants that would each have noticed it alone.
 */
export function everyBreak(
  program: Program,
  definition: SubjectDefinition,
  catalogue: readonly AnyInvariant[],
): readonly Finding[] {
  return guarded(definition, () => breaksOf(program, definition, catalogue));
}

function breaksOf(
  program: Program,
  definition: SubjectDefinition,
  catalogue: readonly AnyInvariant[],
): readonly Finding[] {
  const run = new Run(program, definition, catalogue);
  const found = new Map<string, Finding>();
  const add = (findings: readonly Finding[]): void => {
    for (const each of findings) if (!found.has(each.invariant)) found.set(each.invariant, each);
  };
  const count = commandCount(program);
  for (let step = 0; step < count && !run.brokeDown; step += 1) add(run.step(step));
  if (!run.brokeDown) add(run.end(count));
  run.dispose();
  return [...found.values()];
}

/** The program's heap, with the subject's own name for the default geometry. */
export function heapOf({ heap }: Program, { geometries }: SubjectDefinition): HeapConfig {
  const [geometry] = geometries;
  return heap.geometry !== DEFAULT_GEOMETRY || geometry === undefined
    ? heap
    : { ...heap, geometry };
}

function marksOf({ steps }: Subject, { marks = [] }: SubjectDefinition): readonly Mark[] {
  return steps === undefined ? marks : [...stepMarks, ...marks];
}

function viewOf(subject: Subject, client: Client): View {
  const { os, go, runtime, stacks, tcmalloc, classic, own, touched } = subject;
  return {
    client: client.oracle,
    ...(os === undefined ? {} : { os }),
    ...(go === undefined ? {} : { go }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(stacks === undefined ? {} : { stacks }),
    ...(tcmalloc === undefined ? {} : { tcmalloc }),
    ...(classic === undefined ? {} : { classic }),
    ...(own === undefined ? {} : { own }),
    ...(touched instanceof GoTouched ? { goTouched: touched } : {}),
  };
}

/** One program on one new subject, step by step. */
export class Run {
  readonly view: View;
  readonly #program: Program;
  readonly #definition: SubjectDefinition;
  readonly #subject: Subject;
  readonly #client: Client;
  readonly #judge: Judge;
  #peakCommittedBytes = 0;

  constructor(program: Program, definition: SubjectDefinition, catalogue: readonly AnyInvariant[]) {
    this.#program = program;
    this.#definition = definition;
    this.#subject = definition.create(heapOf(program, definition), program);
    this.#client = new Client(this.#subject, program);
    this.view = viewOf(this.#subject, this.#client);
    this.#judge = new Judge(catalogue, this.view);
  }

  get brokeDown(): boolean {
    return this.#client.oracle.breakdowns.length > 0;
  }

  /** Steps from `from` on, until something breaks or breaks down, and then the end. */
  toItsEnd(watch?: Watch, from = 0, count = commandCount(this.#program)): Outcome {
    let step = from;
    let findings: readonly Finding[] = [];
    for (; step < count && findings.length === 0 && !this.brokeDown; step += 1) {
      findings = this.step(step);
      watch?.(step, this.view);
    }
    const reached = this.#reached();
    if (findings.length === 0 && !this.brokeDown) {
      findings = this.end(count);
      watch?.(count, this.view);
    }
    return this.#outcome(step, findings, reached);
  }

  /** Judges what the command touched; everything, when a collection ended by it. */
  step(step: number): readonly Finding[] {
    const moves = this.#client.moves(step);
    for (let move = 0; move < moves; move += 1) {
      const findings = this.#move(step, move);
      if (findings.length > 0 || this.brokeDown) return findings;
    }
    return HELD;
  }

  #move(step: number, move: number): readonly Finding[] {
    this.#subject.touched?.clear();
    if (!this.#client.step(step, move)) return HELD;
    const committed = this.#subject.os?.committedBytes ?? 0;
    if (committed > this.#peakCommittedBytes) this.#peakCommittedBytes = committed;
    // What broke the subject down may lie where this command touched nothing.
    if (this.brokeDown) return this.#judge.whole(step);
    const findings = this.#judge.afterStep(step);
    const { collections } = this.#client.oracle;
    return findings.length === 0 && collections.length > 0 ? this.#judge.whole(step) : findings;
  }

  /** Judges the whole state as it is. */
  look(step: number): readonly Finding[] {
    return this.#judge.whole(step);
  }

  /** Runs a command once more that was judged, in a run that was like this one: nothing broke. */
  repeat(step: number): void {
    this.#subject.touched?.clear();
    if (!this.#client.step(step)) return;
    const committed = this.#subject.os?.committedBytes ?? 0;
    if (committed > this.#peakCommittedBytes) this.#peakCommittedBytes = committed;
    this.#judge.passed(this.#client.oracle.collections.length > 0);
  }

  /** Judges the whole state as the program leaves it, and again when everything was given up. */
  end(step: number): readonly Finding[] {
    this.#subject.touched?.clear();
    this.#client.oracle.beginStep();
    const findings = this.#judge.whole(step);
    if (findings.length > 0) return findings;
    for (const _ of this.#client.end()) {
      const between = this.#judge.whole(step);
      if (between.length > 0) return between;
    }
    const last = this.#judge.touched(step);
    return last.length > 0 ? last : this.#judge.whole(step);
  }

  /** Gives back what the subject holds. Nothing is run behind it. */
  dispose(): void {
    this.#subject.dispose?.();
  }

  #reached(): ReadonlySet<string> {
    return new Set([...(this.#subject.reached ?? []), ...this.#client.reached]);
  }

  #outcome(commands: number, findings: readonly Finding[], reached: ReadonlySet<string>): Outcome {
    const { effective, peakLiveBytes } = this.#client;
    const { reserve = 0, map = 0 } = this.#subject.os?.refusable ?? {};
    return {
      commands,
      effective: [...effective],
      findings,
      brokeDown: this.brokeDown,
      judged: this.#judge.judged,
      marks: marksOf(this.#subject, this.#definition),
      reached,
      osCalls: { reserve, map },
      peakLiveBytes,
      peakCommittedBytes: this.#peakCommittedBytes,
    };
  }
}
