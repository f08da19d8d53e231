/**
 * Free chunks by size: one list for each power of two, the chunk that was freed last in front.
 *
 * A request looks through the list of its own size for the first that is large enough, and then takes the first of
 * the next list that has any, where all are.
 *
 * Source: dlmalloc 2.8.6, "Bins": segregated lists, exact for small sizes there; glibc's unlink_chunk for the look at the
 * links.
 * Differs: no exact lists and no tries, so that a chunk is found by a walk and not by its bits.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Tags } from './tags.ts';

/** Chunks have less than 2^31 bytes. */
const BINS = 31;

export class Bins {
  /** First chunk of each list; 0 for none. */
  readonly #first: Addr[] = new Array<Addr>(BINS).fill(0);
  readonly #tags: Tags;

  constructor(tags: Tags) {
    this.#tags = tags;
  }

  /** @param chunk  free, with its tags */
  add(chunk: Addr): void {
    const bin = binOf(this.#tags.bytes(chunk));
    const first = this.#first[bin] as Addr;
    this.#tags.setNext(chunk, first);
    this.#tags.setPrevious(chunk, 0);
    if (first !== 0) this.#tags.setPrevious(first, chunk);
    this.#first[bin] = chunk;
  }

  /** @param chunk  of a list; its tags as they were when it was added */
  remove(chunk: Addr): void {
    const [next, previous] = [this.#tags.next(chunk), this.#tags.previous(chunk)];
    if (next !== 0) this.#tags.setPrevious(next, previous);
    if (previous !== 0) this.#tags.setNext(previous, next);
    else this.#first[binOf(this.#tags.bytes(chunk))] = next;
  }

  /** Takes a chunk of at least so many bytes out of its list; 0 where there is none. */
  take(bytes: Bytes): Addr {
    for (let bin = binOf(bytes); bin < BINS; bin += 1) {
      const chunk = this.#firstFit(bin, bytes);
      if (chunk === 0) continue;
      this.remove(chunk);
      return chunk;
    }
    return 0;
  }

  /** @throws {Error} where a chunk of the list does not name the one before it: a walk on could go round for ever */
  #firstFit(bin: number, bytes: Bytes): Addr {
    let before: Addr = 0;
    let chunk = this.#first[bin] as Addr;
    while (chunk !== 0) {
      if (this.#tags.previous(chunk) !== before) throw new Error('a list of free chunks is broken');
      if (this.#tags.bytes(chunk) >= bytes) return chunk;
      before = chunk;
      chunk = this.#tags.next(chunk);
    }
    return 0;
  }
}

function binOf(bytes: Bytes): number {
  return 31 - Math.clz32(bytes);
}
