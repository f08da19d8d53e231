/**
 * What a system has promised, and when it refuses to promise more.
 *
 *     guess    one request of more pages than there are in all
 *     always   never
 *     never    what would go beyond the limit
 *
 * Memory that is refused here is refused by a call, which may be answered for. What is promised and not there is missed at an
 * access, when it is too late for that.
 *
 * Keeps: process/committed-within-limit, process/committed-pages-recounted.
 * Source: Linux mm/util.c (__vm_enough_memory), Documentation/mm/overcommit-accounting.rst.
 * Left out: what is kept for root and for the user, swap.
 */
import type { Overcommit } from '../../../spec/process.ts';

export class Commit {
  pages = 0;
  /** Of pages, where the mode is `never`. */
  readonly limit: number;
  readonly #mode: Overcommit;
  readonly #total: number;

  /** @param total  pages that there are in all */
  constructor(mode: Overcommit, limit: number, total: number) {
    this.#mode = mode;
    this.limit = mode === 'never' ? limit : Infinity;
    this.#total = total;
  }

  /** Whether a mapping that asks for no reserve counts all the same. */
  get countsReserveless(): boolean {
    return this.#mode === 'never';
  }

  /**
   * Promises pages; false when that is refused, and then nothing changes.
   *
   * @param credit  pages that are given up by the same call
   */
  charge(pages: number, credit = 0): boolean {
    if (this.#mode === 'guess' && pages > this.#total) return false;
    if (this.pages + pages - credit > this.limit && pages > credit) return false;
    this.pages += pages;
    return true;
  }

  give(pages: number): void {
    this.pages -= pages;
  }
}
