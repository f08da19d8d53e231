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

/** Looks at the run after each step; for telling the story of a counterexample. */
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
  const subject = definition.create(heapOf(program, definition));
  const client = new Client(subject, program);
  const view = viewOf(subject, client);
  const judge = new Judge(catalogue, view);
  const run = new Run(subject, client, judge);
  const count = commandCount(program);
  let step = 0;
  let findings: readonly Finding[] = [];
  const { breakdowns } = client.oracle;
  for (; step < count && findings.length === 0 && breakdowns.length === 0; step += 1) {
    findings = run.step(step);
    watch?.(step, view);
  }
  const reached = new Set([...(subject.reached ?? []), ...client.reached]);
  if (findings.length === 0 && breakdowns.length === 0) {
    findings = run.end(count);
    watch?.(count, view);
  }
  const { reserve = 0, map = 0 } = subject.os?.refusable ?? {};
  subject.dispose?.();
  const { effective, peakLiveBytes } = client;
  return {
    commands: step,
    effective,
    findings,
    brokeDown: breakdowns.length > 0,
    judged: judge.judged,
    marks: marksOf(subject, definition),
    reached,
    osCalls: { reserve, map },
    peakLiveBytes,
    peakCommittedBytes: run.peakCommittedBytes,
  };
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
  const subject = definition.create(heapOf(program, definition));
  const client = new Client(subject, program);
  const run = new Run(subject, client, new Judge(catalogue, viewOf(subject, client)));
  const found = new Map<string, Finding>();
  const add = (findings: readonly Finding[]): void => {
    for (const each of findings) if (!found.has(each.invariant)) found.set(each.invariant, each);
  };
  const count = commandCount(program);
  const { breakdowns } = client.oracle;
  for (let step = 0; step < count && breakdowns.length === 0; step += 1) add(run.step(step));
  if (breakdowns.length === 0) add(run.end(count));
  subject.dispose?.();
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
  const { os, go, runtime, own, touched } = subject;
  return {
    client: client.oracle,
    ...(os === undefined ? {} : { os }),
    ...(go === undefined ? {} : { go }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(own === undefined ? {} : { own }),
    ...(touched instanceof GoTouched ? { goTouched: touched } : {}),
  };
}

/** Steps and judgements of one run. */
class Run {
  peakCommittedBytes = 0;
  readonly #subject: Subject;
  readonly #client: Client;
  readonly #judge: Judge;

  constructor(subject: Subject, client: Client, judge: Judge) {
    this.#subject = subject;
    this.#client = client;
    this.#judge = judge;
  }

  /** Judges what the command touched; everything, when a collection ended by it. */
  step(step: number): readonly Finding[] {
    this.#subject.touched?.clear();
    if (!this.#client.step(step)) return [];
    const committed = this.#subject.os?.committedBytes ?? 0;
    if (committed > this.peakCommittedBytes) this.peakCommittedBytes = committed;
    // What broke the subject down may lie where this command touched nothing.
    if (this.#client.oracle.breakdowns.length > 0) return this.#judge.whole(step);
    const findings = this.#judge.afterStep(step);
    const { collections } = this.#client.oracle;
    return findings.length === 0 && collections.length > 0 ? this.#judge.whole(step) : findings;
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
}
