/**
 * How many bytes each thread's cache may hold: shares of an overall budget, and what of that no cache has.
 *
 *     sum of the caches' budgets + unclaimed = overall budget          always, while unclaimed may be negative
 *
 * Source: gperftools thread_cache.cc, IncreaseCacheLimitLocked, Init, DeleteCache.
 */
import type { Bytes } from '../../src/base/units.ts';
import type { TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import type { Geometry } from './geometry.ts';

/** Other caches that are looked at for budget. */
const LOOKS = 10;

export interface Claimant {
  readonly thread: number;
  maxBytes: Bytes;
}

export class Budget<C extends Claimant> {
  unclaimed: number;
  /** Of the caches, newest first. */
  readonly caches: C[] = [];
  /** Whose budget is looked at next; undefined for the newest one's. */
  next: C | undefined = undefined;
  readonly #geometry: Geometry;
  readonly #events: TcmallocEvents;

  constructor(geometry: Geometry, events: TcmallocEvents) {
    this.#geometry = geometry;
    this.#events = events;
    this.unclaimed = geometry.budgetBytes;
  }

  /** A new cache gets a share, or the least that one needs. */
  enter(cache: C): void {
    this.increase(cache);
    if (cache.maxBytes === 0) {
      const { minBudgetBytes } = this.#geometry;
      cache.maxBytes = minBudgetBytes;
      this.unclaimed -= minBudgetBytes;
      this.#events.reached('tcmalloc/cache-given-least-budget');
    }
    this.caches.unshift(cache);
  }

  leave(cache: C): void {
    const at = this.caches.indexOf(cache);
    this.caches.splice(at, 1);
    if (this.next === cache) this.next = this.caches[at];
    this.unclaimed += cache.maxBytes;
  }

  /** More for a cache: of what nobody has, or of another one that has more than the least. */
  increase(cache: C): void {
    const { stealBytes, minBudgetBytes } = this.#geometry;
    if (this.unclaimed > 0) {
      this.unclaimed -= stealBytes;
      cache.maxBytes += stealBytes;
      this.#events.reached('tcmalloc/cache-claimed-budget');
      return;
    }
    for (let looks = 0; looks < LOOKS && this.caches.length > 0; looks += 1) {
      const victim = this.next ?? this.caches[0]!;
      this.next = this.caches[this.caches.indexOf(victim) + 1];
      if (victim === cache || victim.maxBytes <= minBudgetBytes) continue;
      victim.maxBytes -= stealBytes;
      cache.maxBytes += stealBytes;
      this.#events.reached('tcmalloc/cache-stole-budget');
      return;
    }
  }
}
