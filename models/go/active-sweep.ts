/**
 * Who sweeps: a count of those at it, and whether the unswept sets are drained. See sweep.ts.
 *
 * Sweeping is done when the sets are drained and nobody is at it any more. A sweeper registers before it takes a span,
 * and cannot once the sets are drained. Spans that an mcache held when the cycle ended are in no set: so the end of a
 * cycle registers too, until every mcache is flushed.
 *
 * Source: Go 1.19 runtime/mgcsweep.go (activeSweep): one word there, with a bit for drained.
 */
import { Fatal } from '../../spec/subject.ts';
import type { GoEvents } from '../../spec/views/go.ts';

export class ActiveSweep {
  /** No sweep is due before the first cycle. */
  #isDrained = true;
  #sweepers = 0;
  readonly #events: GoEvents | undefined;

  constructor(events?: GoEvents) {
    this.#events = events;
  }

  get sweepers(): number {
    return this.#sweepers;
  }

  /** Drained, and nobody at it. */
  get isDone(): boolean {
    return this.#isDrained && this.#sweepers === 0;
  }

  /** Registers a sweeper; false when there is nothing to take. */
  begin(): boolean {
    if (this.#isDrained) {
      this.#events?.activeSweep('refused', this.#sweepers);
      return false;
    }
    this.#sweepers += 1;
    this.#events?.activeSweep('begun', this.#sweepers);
    return true;
  }

  end(): void {
    if (this.#sweepers === 0) throw new Fatal('mismatched begin/end of activeSweep');
    this.#sweepers -= 1;
    this.#events?.activeSweep(this.isDone ? 'done' : 'ended', this.#sweepers);
  }

  /** Nothing is left in the sets; whether that is news. */
  markDrained(): boolean {
    const isNews = !this.#isDrained;
    this.#isDrained = true;
    if (isNews) this.#events?.activeSweep('drained', this.#sweepers);
    return isNews;
  }

  /** For a new cycle, with the world stopped. */
  reset(): void {
    if (this.#sweepers !== 0) throw new Fatal('active sweepers found at start of mark phase');
    this.#isDrained = false;
    this.#events?.activeSweep('reset', 0);
  }
}
