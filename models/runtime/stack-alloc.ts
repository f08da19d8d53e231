/**
 * Where stacks of goroutines come from, and go back to.
 *
 *     stackalloc ──> below 32 KiB: the processor's cache of that order; when it is empty, half of its capacity at once
 *                    from the pool
 *                ──> from 32 KiB on: the pool's large ones
 *     stackfree  ──> the same way; a full cache first gives back half of what it may hold
 *
 * Each cycle empties a processor's caches when its mcache is flushed. Without caches, as with Go's stackNoCache, each
 * stack comes right from the pool.
 *
 * Keeps: stacks/stack-cache-of-its-order, stacks/stack-cache-within-its-size, stacks/stack-cache-cleared-each-cycle,
 *   stacks/stack-in-span-of-its-order, stacks/stack-in-one-place,
 *   stacks/stack-cache-refilled-by-half, stacks/full-stack-cache-gives-half.
 * Source: Go 1.19 runtime/stack.go (stackalloc, stackfree, stackcacherefill, stackcacherelease, stackcache_clear).
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../spec/views/runtime.ts';
import { NUM_STACK_ORDERS } from '../../spec/views/stacks.ts';
import type { StackCacheView, StackEvents } from '../../spec/views/stacks.ts';
import type { StackPool } from './stack-pool.ts';

interface StackCache extends StackCacheView {
  readonly list: Addr[];
  size: Bytes;
}

export class StackAlloc {
  /** By processor, by order. */
  readonly caches: readonly (readonly StackCache[])[];
  readonly #pool: StackPool;
  readonly #events: StackEvents | undefined;
  /** The processor that is at work. */
  readonly #p: () => number;

  /** @param procs  processors that have caches; 0 for none */
  constructor(pool: StackPool, procs: number, p: () => number, events?: StackEvents) {
    this.#pool = pool;
    this.#p = p;
    this.#events = events;
    this.caches = Array.from({ length: procs }, () =>
      Array.from({ length: NUM_STACK_ORDERS }, () => ({ list: [], size: 0 })),
    );
  }

  /**
   * Lowest address of a stack; 0 when there is no memory for one.
   *
   * @param bytes  a power of two, at least 2 KiB
   */
  stackalloc(bytes: Bytes): Addr {
    if (!isPowerOfTwo(bytes)) throw new Fatal('stack size not a power of 2');
    if (bytes >= STACK_CACHE_SIZE) return this.#pool.allocLarge(bytes);
    const order = orderOf(bytes);
    const cache = this.caches[this.#p()]?.[order];
    if (cache === undefined) return this.#pool.stackpoolalloc(order);
    if (cache.list.length === 0) this.#stackcacherefill(cache, order);
    const stack = cache.list.pop();
    if (stack === undefined) return 0;
    cache.size -= bytes;
    return stack;
  }

  stackfree(stack: Addr, bytes: Bytes): void {
    if (!isPowerOfTwo(bytes)) throw new Fatal('stack not a power of 2');
    if (bytes >= STACK_CACHE_SIZE) {
      this.#pool.freeLarge(stack);
      return;
    }
    const order = orderOf(bytes);
    const cache = this.caches[this.#p()]?.[order];
    if (cache === undefined) {
      this.#pool.stackpoolfree(stack, order);
      return;
    }
    if (cache.size >= STACK_CACHE_SIZE) this.#stackcacherelease(cache, order);
    cache.list.push(stack);
    cache.size += bytes;
  }

  /** Processor `p`'s stacks go back to the pool. */
  clear(p: number): void {
    let stacks = 0;
    for (const [order, cache] of (this.caches[p] ?? []).entries()) {
      stacks += cache.list.length;
      for (const stack of cache.list.splice(0)) this.#pool.stackpoolfree(stack, order);
      cache.size = 0;
    }
    if (this.caches.length > 0) this.#events?.stackCachesCleared(p, stacks);
  }

  /** Takes half of what the cache may hold, to prevent thrashing, or what there is memory for. */
  #stackcacherefill(cache: StackCache, order: number): void {
    let size = 0;
    while (size < STACK_CACHE_SIZE / 2) {
      const stack = this.#pool.stackpoolalloc(order);
      if (stack === 0) break;
      cache.list.push(stack);
      size += STACK_MIN << order;
    }
    cache.size = size;
    this.#events?.stackCacheRefilled(this.#p(), order);
  }

  #stackcacherelease(cache: StackCache, order: number): void {
    while (cache.size > STACK_CACHE_SIZE / 2) {
      this.#pool.stackpoolfree(cache.list.pop() as Addr, order);
      cache.size -= STACK_MIN << order;
    }
    this.#events?.stackCacheReleased(this.#p(), order);
  }
}

function isPowerOfTwo(bytes: Bytes): boolean {
  return 2 ** Math.round(Math.log2(bytes)) === bytes;
}

/** Of a stack below 32 KiB. */
function orderOf(bytes: Bytes): number {
  let order = 0;
  for (let left = bytes; left > STACK_MIN; left /= 2) order += 1;
  return order;
}
