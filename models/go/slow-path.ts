/**
 * Slow paths: what a processor does that others may run in the middle of. See go-heap.ts for the tiers.
 *
 * A slow path is a generator. It yields where Go drops a lock, or has just stored what another processor can see; what
 * lies between two yields stands for what Go does under a lock, or where nobody can look. Most paths run to their end
 * at once and never yield. One that is to be suspended stops at its n-th yield point, and the other processors run until
 * it is resumed:
 *
 *     P0   malloc ── span-popped ┤                       ├── span-acquired ── … ── done
 *     P1                         ├── malloc ── sweep ── …┤
 *
 * A path that must wait for another's turns in circles at a `spin`: then whoever is suspended goes on first.
 *
 * A stop of the world comes at a safepoint only, and none of these places is one: it first lets all that is suspended
 * run to its end, in the order in which it was.
 *
 * Source: Go 1.19: the places where runtime/malloc.go, mcache.go, mcentral.go, mheap.go, mgcsweep.go and
 *   mgcscavenge.go unlock mheap.lock, or store a sweepgen or an entry of a span set.
 */
import { Fatal } from '../../spec/subject.ts';

/** What a slow path has just done where it may be suspended. */
export type YieldPoint =
  /** The full span of a class went back to its mcentral; the class has no current one. */
  | 'span-uncached'
  /** A span left a set: no list has it. */
  | 'span-popped'
  /** A span's sweepgen says that it is being swept. */
  | 'span-acquired'
  /** Its sweepgen says that it is swept; it is not filed, or freed, yet. */
  | 'span-swept'
  /** The heap's lock was dropped between two spans that the reclaimer looks at. */
  | 'reclaiming'
  /** Pages are taken, and are no span's yet. */
  | 'pages-taken'
  /** A span is there, with an object or without; no list has it. */
  | 'span-made'
  /** Free pages are hidden; their memory is still to be given back. */
  | 'pages-hidden'
  /** A slot is taken, its object is not initialised yet. */
  | 'slot-taken'
  /** Nothing: another processor has to get on first. */
  | 'spin';

export type Slow<T> = Generator<YieldPoint, T, void>;

interface Suspended {
  readonly p: number;
  readonly path: Slow<unknown>;
}

export class SlowPaths {
  /** Whether the path that runs stops at yield points: it need not yield otherwise. */
  yields = false;
  /** In the order in which they were suspended. */
  readonly #suspended: Suspended[] = [];
  readonly #switchP: (p: number) => number;
  readonly #whileSpinning: () => boolean;

  /**
   * @param switchP        makes a processor the current one; answers which one was
   * @param whileSpinning  does a step of what no processor is in the middle of; whether there was one
   */
  constructor(switchP: (p: number) => number, whileSpinning: () => boolean) {
    this.#switchP = switchP;
    this.#whileSpinning = whileSpinning;
  }

  /** How many paths are suspended. */
  get suspended(): number {
    return this.#suspended.length;
  }

  isSuspended(p: number): boolean {
    return this.#suspended.some((each) => each.p === p);
  }

  /** Runs a path to its end. */
  run<T>(path: Slow<T>): T {
    const { yields } = this;
    this.yields = false;
    for (;;) {
      const { done, value } = path.next();
      if (done === true) {
        this.yields = yields;
        return value;
      }
      this.#spin();
    }
  }

  /** Begins a path on processor `p` and suspends it at its `stop`-th yield point, should it come to it. */
  begin(p: number, path: Slow<unknown>, stop: number): void {
    this.#advance({ p, path }, stop);
  }

  /** Lets the path that is suspended on `p` go on for up to `steps` yield points; whether there was one. */
  resume(p: number, steps: number): boolean {
    const index = this.#suspended.findIndex((each) => each.p === p);
    if (index < 0) return false;
    const [call] = this.#suspended.splice(index, 1) as [Suspended];
    this.#advance(call, steps);
    return true;
  }

  /** Lets all that is suspended run to its end. */
  finishAll(): void {
    for (let call = this.#suspended[0]; call !== undefined; call = this.#suspended[0]) {
      this.resume(call.p, Infinity);
    }
  }

  #advance(call: Suspended, steps: number): void {
    const { yields } = this;
    const current = this.#switchP(call.p);
    this.yields = true;
    let left = steps;
    let isDone = false;
    while (left > 0 && !isDone) {
      const { done, value } = call.path.next();
      isDone = done === true;
      left -= 1;
      if (value === 'spin' && left > 0) this.#spin();
    }
    if (!isDone) this.#suspended.push(call);
    this.yields = yields;
    this.#switchP(current);
  }

  /** Somebody else gets on by one step. */
  #spin(): void {
    const [call] = this.#suspended;
    if (call !== undefined) this.resume(call.p, 1);
    else if (!this.#whileSpinning()) throw new Fatal('spinning: nobody is at work on it');
  }
}
