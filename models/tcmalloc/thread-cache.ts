/**
 * A thread's own lists of free objects, one for each class: what most calls are served from, without a lock.
 *
 * A list starts out with room for one object. Each fetch that finds it empty gives it room for one more, up to a batch, and from
 * then on for a batch more; each cut above a batch is an overage, and the fourth in a row takes a batch of room away. When a
 * cache holds more than its budget, it gives back half of what each list did not need since the last time, and asks for more
 * budget.
 *
 * Keeps: tcmalloc/list-length-true, cache-bytes-sum and the others of thread caches.
 * Source: gperftools thread_cache.cc, thread_cache.h.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { LIST_LENGTH_MAX, OVERAGES_MAX } from '../../spec/views/tcmalloc.ts';
import type { ThreadCacheView, ThreadListView } from '../../spec/views/tcmalloc.ts';
import type { MaxLengthStep, TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import type { CentralFreeList } from './central-free-list.ts';
import type { SizeMap } from './size-map.ts';
import { finished } from './slow-path.ts';
import type { Slow } from './slow-path.ts';

class FreeList implements ThreadListView {
  length = 0;
  maxLength = 1;
  lowWater = 0;
  overages = 0;
  /** The next to be handed out last. */
  readonly objects: Addr[] = [];

  push(addr: Addr): void {
    this.objects.push(addr);
    this.length += 1;
  }

  pushRange(objects: readonly Addr[]): void {
    this.objects.push(...objects);
    this.length += objects.length;
  }

  /** There is one. */
  pop(): Addr {
    this.#shorten(1);
    return this.objects.pop() as Addr;
  }

  /** There are so many. */
  popRange(count: number): Addr[] {
    this.#shorten(count);
    return this.objects.splice(this.objects.length - count, count);
  }

  #shorten(count: number): void {
    this.length -= count;
    if (this.length < this.lowWater) this.lowWater = this.length;
  }
}

export interface CacheParts {
  readonly sizeMap: SizeMap;
  readonly central: readonly CentralFreeList[];
  /** Asks for more budget. */
  readonly increase: (cache: ThreadCache) => void;
  readonly events: TcmallocEvents;
}

export class ThreadCache implements ThreadCacheView {
  readonly thread: number;
  bytes: Bytes = 0;
  maxBytes: Bytes = 0;
  readonly lists: readonly FreeList[];
  readonly #parts: CacheParts;

  constructor(thread: number, parts: CacheParts) {
    this.thread = thread;
    this.#parts = parts;
    this.lists = parts.sizeMap.sizes.map(() => new FreeList());
  }

  /** An object from the list; 0 where that is empty. */
  take(sizeClass: number): Addr {
    const list = this.#list(sizeClass);
    if (list.length === 0) return 0;
    this.bytes -= this.#sizeOf(sizeClass);
    return list.pop();
  }

  /** Fetches objects for a list that is empty, and takes one; 0 where there is no memory. */
  *fetch(sizeClass: number): Slow<Addr> {
    const { central, events } = this.#parts;
    const list = this.#list(sizeClass);
    const batch = this.#batchOf(sizeClass);
    const wanted = Math.min(list.maxLength, batch);
    const lengthBefore = list.length;
    const objects = yield* (central[sizeClass] as CentralFreeList).removeRange(wanted);
    const got = objects.length;
    events.fetched({ thread: this.thread, sizeClass, lengthBefore, wanted, got });
    if (got === 0) return 0;
    yield 'objects-fetched';
    const addr = objects.pop() as Addr;
    list.pushRange(objects);
    this.bytes += objects.length * this.#sizeOf(sizeClass);
    this.#grow(sizeClass, list, batch);
    if (got === batch) events.reached('tcmalloc/list-fetched-batch');
    if (got < wanted) events.reached('tcmalloc/list-fetched-in-part');
    return addr;
  }

  /** Takes an object back. */
  put(addr: Addr, sizeClass: number): void {
    const list = this.#list(sizeClass);
    list.push(addr);
    this.bytes += this.#sizeOf(sizeClass);
    this.#parts.events.listGrew(this.thread, sizeClass);
    if (list.length > list.maxLength) this.#cut(sizeClass, list);
    if (this.bytes > this.maxBytes) this.#scavenge();
  }

  /** Gives every object back. */
  empty(): void {
    for (let c = 1; c < this.lists.length; c += 1) {
      const { length } = this.#list(c);
      if (length > 0) this.#giveBack(c, length);
    }
  }

  /** Slow start: one more, up to a batch, then a batch more. */
  #grow(sizeClass: number, list: FreeList, batch: number): void {
    const { maxLength } = list;
    if (maxLength < batch) list.maxLength += 1;
    else {
      const longer = Math.min(maxLength + batch, LIST_LENGTH_MAX);
      list.maxLength = longer - (longer % batch);
      this.#parts.events.reached('tcmalloc/list-grown-by-batch');
    }
    this.#setMax('fetch', sizeClass, maxLength);
  }

  /** Gives a batch back of a list that is longer than it may be. */
  #cut(sizeClass: number, list: FreeList): void {
    const { events } = this.#parts;
    const batch = this.#batchOf(sizeClass);
    const { maxLength } = list;
    this.#giveBack(sizeClass, batch);
    events.listShrank(this.thread, sizeClass);
    if (maxLength < batch) {
      list.maxLength += 1;
      events.reached('tcmalloc/list-cut-at-slow-start');
    } else if (maxLength > batch) {
      list.overages += 1;
      if (list.overages > OVERAGES_MAX) {
        list.maxLength -= batch;
        list.overages = 0;
        events.reached('tcmalloc/list-cut-four-times');
      }
    }
    this.#setMax('cut', sizeClass, maxLength);
  }

  /** Gives back what was not needed since the last time, by halves, and asks for budget. */
  #scavenge(): void {
    const { events, increase } = this.#parts;
    events.reached('tcmalloc/cache-over-budget-scavenged');
    for (let c = 1; c < this.lists.length; c += 1) {
      const list = this.#list(c);
      const batch = this.#batchOf(c);
      const { lowWater, maxLength } = list;
      if (lowWater > 0) {
        this.#giveBack(c, Math.max(Math.floor(lowWater / 2), 1));
        if (maxLength > batch) list.maxLength = Math.max(maxLength - batch, batch);
        this.#setMax('scavenge', c, maxLength);
        events.listShrank(this.thread, c);
        events.reached('tcmalloc/list-scavenged');
      }
      list.lowWater = list.length;
    }
    increase(this);
  }

  /** In batches, and what is left over. */
  #giveBack(sizeClass: number, count: number): void {
    const list = this.#list(sizeClass);
    const central = this.#parts.central[sizeClass] as CentralFreeList;
    const batch = this.#batchOf(sizeClass);
    let left = Math.min(count, list.length);
    this.bytes -= left * this.#sizeOf(sizeClass);
    while (left > batch) {
      finished(central.insertRange(list.popRange(batch)));
      left -= batch;
    }
    finished(central.insertRange(list.popRange(left)));
  }

  #setMax(by: MaxLengthStep['by'], sizeClass: number, before: number): void {
    const { maxLength: after } = this.#list(sizeClass);
    const batch = this.#batchOf(sizeClass);
    if (after !== before)
      this.#parts.events.maxLengthSet({ thread: this.thread, sizeClass, by, before, after, batch });
  }

  #list(sizeClass: number): FreeList {
    return this.lists[sizeClass] as FreeList;
  }

  #sizeOf(sizeClass: number): Bytes {
    return this.#parts.sizeMap.sizes[sizeClass] as Bytes;
  }

  #batchOf(sizeClass: number): number {
    return this.#parts.sizeMap.batches[sizeClass] as number;
  }
}
