/**
 * The scavenge index: which chunks may have a free page that is not scavenged, so that the scavenger need not look at
 * the others. See page-alloc.ts.
 *
 * Whoever makes such a page sets the chunk's bit: a free, and the flush of a page cache. The scavenger clears the bit of
 * a chunk in which it finds nothing. A bit too many costs a look, one too few hides memory from it.
 *
 * Keeps: go/scavenge-index-covers-retained-pages.
 * Source: Go 1.19 runtime/mgcscavenge.go (scavengeIndex).
 * Differs: a sorted list of chunk numbers, without a search address. The flush of a page cache sets the bit, as from
 *   Go 1.21 on; Go 1.19 forgets it, as models/mutants/go/page-cache-flush-unindexed.ts does.
 */
export class ScavengeIndex {
  /** Numbers of the marked chunks, ascending. */
  readonly #chunks: number[] = [];

  /** @param first,last  numbers of chunks, both included */
  mark(first: number, last: number): void {
    for (let index = first; index <= last; index += 1) {
      const at = this.#placeOf(index);
      if (this.#chunks[at] !== index) this.#chunks.splice(at, 0, index);
    }
  }

  clear(index: number): void {
    const at = this.#placeOf(index);
    if (this.#chunks[at] === index) this.#chunks.splice(at, 1);
  }

  isMarked(index: number): boolean {
    return this.#chunks[this.#placeOf(index)] === index;
  }

  /** The highest marked chunk; undefined when there is none. */
  find(): number | undefined {
    return this.#chunks.at(-1);
  }

  /** Where `index` is in the list, or would be. */
  #placeOf(index: number): number {
    const chunks = this.#chunks;
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((chunks[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
