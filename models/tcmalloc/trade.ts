/**
 * Slots of transfer caches, which classes take from one another, each class in its turn.
 *
 * Source: gperftools central_freelist.cc, CentralFreeList::EvictRandomSizeClass.
 */
import type { CentralFreeList, SlotTrade } from './central-free-list.ts';
import type { Slow } from './slow-path.ts';

export class Trade implements SlotTrade {
  /** By class, class 0 included: it has slots that it never needs. */
  readonly #lists: readonly CentralFreeList[];
  /** The class that is asked next. */
  turn = 0;

  /** @param lists  filled in later: lists and trade know each other */
  constructor(lists: readonly CentralFreeList[]) {
    this.#lists = lists;
  }

  *evict(taker: number, force: boolean): Slow<boolean> {
    const giver = this.turn;
    this.turn = (this.turn + 1) % this.#lists.length;
    if (giver === taker) return false;
    return yield* (this.#lists[giver] as CentralFreeList).shrink(force);
  }
}
