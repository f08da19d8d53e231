/**
 * Slow paths: generators that yield where TCMalloc drops a lock, so that another thread may run in between.
 *
 *     T0   malloc ── class unlocked ┤                              ├── span in the class's list ── done
 *     T1                            ├── malloc, free, release … ──┤
 *
 * What lies between two yields stands for what is done under a lock. Most paths run to their end at once. One that is to be
 * suspended stops at its n-th yield, and ends before its thread does anything else.
 *
 * Source: gperftools central_freelist.cc: the places that unlock lock_.
 */

/** What was just done, or is about to be, where other threads may run. */
export type YieldPoint =
  /** A class wants a span, and its lock is dropped. */
  | 'class-unlocked'
  /** A new span is filled with objects that no list has yet. */
  | 'span-filled'
  /** All objects of a span are back; its class does not know it any more, and the page heap not yet. */
  | 'span-leaving'
  /** A class that wants a slot has let go of its lock for that of the class which gives one. */
  | 'locks-inverted'
  /** Objects left their central list, and are on no thread's list yet. */
  | 'objects-fetched';

export type Slow<T> = Generator<YieldPoint, T, void>;

interface Suspended {
  readonly thread: number;
  readonly path: Slow<unknown>;
}

export class SlowPaths {
  /** In the order in which they were suspended. */
  readonly #suspended: Suspended[] = [];

  get suspended(): number {
    return this.#suspended.length;
  }

  isSuspended(thread: number): boolean {
    return this.#suspended.some((each) => each.thread === thread);
  }

  /** Begins a path and suspends it at its `stop`-th yield, should it come to it. */
  begin(thread: number, path: Slow<unknown>, stop: number): void {
    this.#advance({ thread, path }, stop);
  }

  /** Lets what is suspended on a thread go on for up to `steps` yields; whether there was anything. */
  resume(thread: number, steps: number): boolean {
    const at = this.#suspended.findIndex((each) => each.thread === thread);
    if (at < 0) return false;
    const [call] = this.#suspended.splice(at, 1) as [Suspended];
    this.#advance(call, steps);
    return true;
  }

  finishAll(): void {
    for (let call = this.#suspended[0]; call !== undefined; call = this.#suspended[0])
      this.resume(call.thread, Infinity);
  }

  #advance(call: Suspended, steps: number): void {
    for (let left = steps; left > 0; left -= 1) if (call.path.next().done === true) return;
    this.#suspended.push(call);
  }
}

/** Runs a path to its end. */
export function finished<T>(path: Slow<T>): T {
  for (;;) {
    const { done, value } = path.next();
    if (done === true) return value;
  }
}
