/**
 * Checkmark mode: a second look at what a cycle marked. See mgc.ts for the cycle.
 *
 * When marking is over and the world is stopped, everything is marked again from the roots, with bits of its own: a bit
 * for every word of an arena, of which that of an object's first word is used. Whatever this reaches must have been
 * marked by the cycle. An object that is not was missed by a write barrier, a stack scan or a worker, and would be freed
 * while it is in use; so Go stops there.
 *
 * Keeps: go/reached-blocks-checkmarked, go/checkmark-finds-all-marked.
 * Source: Go 1.19 runtime/mcheckmark.go (startCheckmarks, setCheckmark), mgc.go (gcMarkTermination), enabled by
 *   GODEBUG=gccheckmark=1.
 * Differs: Go 1.19 divides by the size of an arena where it means a word, so that all objects of an arena share one bit
 *   and only the first of them is looked at; models/mutants/go/checkmark-shared-by-arena.ts does so too. The walk is its
 *   own and not that of mark.ts with other bits. A word on a stack that may not be a pointer is followed where the
 *   cycle marked what it points to: it may have turned up since the stack was scanned.
 */
import { bitAt, setBit } from '../../src/base/bits.ts';
import { hex } from '../../src/base/units.ts';
import type { Addr } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import type { RootSource } from '../../spec/subject.ts';
import { SPAN_IN_USE, WORD_BYTES } from '../../spec/views/go.ts';
import type { CheckmarksView } from '../../spec/views/go-collector.ts';
import { SPECIAL_FINALIZER } from '../../spec/views/go-collector.ts';
import type { HeapArena } from './heap-arena.ts';
import { pointerBit, scanBit } from './heap-bitmap.ts';
import { findObject } from './mark.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { loadPointer } from './words.ts';

export class Checkmarks implements CheckmarksView {
  unmarked: Addr = 0;
  readonly #heap: MHeap;
  /** Objects with a checkmark whose words were not followed yet. */
  readonly #grey: Addr[] = [];

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /**
   * Marks everything again. The world is stopped.
   *
   * @throws {Fatal} where the cycle missed an object
   */
  run(roots: RootSource): void {
    for (const arena of this.#heap.arenas.all) arena.clearCheckmarks();
    for (let g = 0; g < roots.stacks; g += 1) {
      for (const root of roots.stack(g)) this.#shade(root);
      for (const root of this.#heap.world.frameRoots(g)) this.#shade(root);
      for (const word of roots.words(g)) this.#shadeConservatively(word);
    }
    for (const pointer of roots.globals()) this.#shade(pointer);
    const { finq, running } = this.#heap.specials;
    for (const object of [...finq, ...running]) this.#shade(object);
    for (const span of this.#heap.allspans) if (span.state === SPAN_IN_USE) this.#markSpan(span);
    for (let object = this.#grey.pop(); object !== undefined; object = this.#grey.pop()) {
      this.#scan(object);
    }
  }

  /** What the objects with finalizers point to. */
  #markSpan(span: MSpan): void {
    for (const { offset, kind } of span.specials) {
      if (kind !== SPECIAL_FINALIZER || (span.spanclass & 1) === 1) continue;
      this.#scan(span.startAddr + span.objIndex(span.startAddr + offset) * span.elemsize);
    }
  }

  #shade(pointer: Addr): void {
    const span = findObject(this.#heap, pointer);
    if (span !== undefined) this.#setCheckmark(span, span.objIndex(pointer));
  }

  #shadeConservatively(word: Addr): void {
    const span = this.#heap.spanOf(word);
    if (span === undefined || span.state !== SPAN_IN_USE) return;
    if (word < span.startAddr || word >= span.limit) return;
    const slot = span.objIndex(word);
    if (bitAt(span.gcmarkBits, slot)) this.#setCheckmark(span, slot);
  }

  #setCheckmark(span: MSpan, slot: number): void {
    const object = span.startAddr + slot * span.elemsize;
    if (!bitAt(span.gcmarkBits, slot)) {
      this.unmarked = object;
      throw new Fatal(`checkmark found unmarked object ${hex(object)}`);
    }
    const arena = this.#heap.arenas.of(object) as HeapArena;
    const bit = (object - arena.base) / WORD_BYTES;
    const checkmarks = arena.checkmarks as Int32Array;
    if (bitAt(checkmarks, bit)) return;
    setBit(checkmarks, bit);
    if ((span.spanclass & 1) === 0) this.#grey.push(object);
  }

  /** Follows the pointers of an object, up to its last one. */
  #scan(object: Addr): void {
    const { arenas, os } = this.#heap;
    const { elemsize } = this.#heap.spanOf(object) as MSpan;
    const end = object + elemsize;
    for (let at = object; at < end; at += WORD_BYTES) {
      const { bitmap, base } = arenas.of(at) as HeapArena;
      const word = (at - base) / WORD_BYTES;
      if (!scanBit(bitmap, word)) return;
      const pointer = pointerBit(bitmap, word) ? loadPointer(os, at) : 0;
      // One with a finalizer is scanned without being marked, so what it says of itself is no reason either.
      if (pointer !== 0 && (pointer < object || pointer >= end)) this.#shade(pointer);
    }
  }
}
