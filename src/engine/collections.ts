/**
 * The client's part in collections: it asks for them, whole or in steps, and tells the oracle when they start and end.
 */
import type { CollectorSteps, RootSource, Subject } from '../../spec/subject.ts';
import type { Oracle } from '../../models/reference/oracle.ts';
import { OP } from '../program/program.ts';
import type { Interleaving, Step } from './interleaving.ts';

/** Longest time that passes by one command, in milliseconds: a day. */
const WAIT_MAX = 86_400_000;

const STEP_OF = {
  flushed: 'flush',
  restarted: 'restart',
  ended: 'end',
  'mcache-flushed': 'visit',
} as const;

/** What a client collects with. */
export interface Surroundings {
  readonly subject: Subject;
  readonly oracle: Oracle;
  readonly interleaving: Interleaving;
  readonly roots: RootSource;
  /** Whether the program says when its heap collects: then a cycle starts as soon as it is due. */
  readonly isPaced: boolean;
}

export class Collections {
  readonly #subject: Subject;
  readonly #oracle: Oracle;
  readonly #interleaving: Interleaving;
  readonly #roots: RootSource;
  readonly #isPaced: boolean;

  constructor({ subject, oracle, interleaving, roots, isPaced }: Surroundings) {
    this.#subject = subject;
    this.#oracle = oracle;
    this.#interleaving = interleaving;
    this.#roots = roots;
    this.#isPaced = isPaced;
  }

  /** A whole collection, after what is left of one that runs; false where the subject has none. */
  whole(): boolean {
    const { steps } = this.#subject;
    if (this.#subject.gc === undefined) return false;
    if (steps?.isMarking === true) {
      steps.finish();
      this.#oracle.endCycle();
    }
    this.#oracle.startCycle();
    if (steps === undefined) this.#subject.gc(this.#oracle.roots());
    else {
      steps.start(this.#roots);
      steps.finish();
    }
    this.#oracle.endCycle();
    this.#interleaving.stepRan('end');
    return true;
  }

  /** Where the subject cannot, the collection alone means nothing. */
  freeOSMemory(): boolean {
    if (this.#subject.freeOSMemory === undefined) return false;
    this.whole();
    this.#subject.freeOSMemory();
    this.#oracle.freedAll = true;
    return true;
  }

  /** One step of a collection that runs between the commands. */
  step(op: number, count: number): boolean {
    const { steps } = this.#subject;
    if (steps === undefined) return false;
    switch (op) {
      case OP.GC_START:
        return this.#startCycle(steps, false);
      case OP.MARK:
        return this.#stepped('mark', steps.mark(count) > 0);
      case OP.ASSIST:
        return this.#stepped('mark', steps.assist());
      case OP.TERMINATE:
        return this.#terminate(steps);
      case OP.WAIT:
        return this.#wait(steps, count);
      default:
        return this.#stepped('sweep', this.#sweep(steps, count));
    }
  }

  #sweep(steps: CollectorSteps, spans: number): boolean {
    const { sched } = this.#subject;
    if (sched?.isPausing !== true) return steps.sweep(spans) > 0;
    sched.sweep(spans);
    return true;
  }

  #wait(steps: CollectorSteps, milliseconds: number): boolean {
    if (!(milliseconds > 0 && milliseconds <= WAIT_MAX)) return false;
    steps.wait(milliseconds);
    this.startWhenDue();
    return true;
  }

  startWhenDue(): void {
    const { steps } = this.#subject;
    if (this.#isPaced && steps?.isDue === true) this.#startCycle(steps, true);
  }

  #startCycle(steps: CollectorSteps, whenDue: boolean): boolean {
    if (steps.isMarking) return false;
    this.#oracle.startCycle();
    return this.#stepped('start', steps.start(this.#roots, whenDue));
  }

  /** Notes a step of the collector, if there was one. */
  #stepped(step: Step, did: boolean): boolean {
    if (did) this.#interleaving.stepRan(step);
    return did;
  }

  #terminate(steps: CollectorSteps): boolean {
    const outcome = steps.terminate();
    if (outcome === 'ended') this.#oracle.endCycle();
    if (outcome === 'not-marking' || outcome === 'work-left') return false;
    return this.#stepped(STEP_OF[outcome], true);
  }
}
