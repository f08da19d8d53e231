/**
 * An mcache: the spans that one processor takes objects from without asking anybody. See classic-heap.ts for the tiers.
 *
 * One current span for each span class; a sentinel that looks full stands where there is none. All of them go back before a
 * collection ends. `reusable` serves explicit free, as in models/go/mcache.ts.
 *
 * Keeps: classic/cached-span-is-swept, classic/cached-span-has-one-owner, classic/tiny-block-in-its-span.
 * Source: Go 1.10 runtime/mcache.go.
 */
import { Fatal } from '../../spec/subject.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { NUM_SPAN_CLASSES } from '../../spec/views/go.ts';
import type { ClassicCacheView } from '../../spec/views/classic.ts';
import type { Heap } from './heap.ts';
import { Span } from './span.ts';

/** Looks full, and is nobody's. */
export const EMPTY_SPAN: Span = new Span(-1);

export class MCache implements ClassicCacheView {
  readonly alloc: Span[] = Array.from({ length: NUM_SPAN_CLASSES }, () => EMPTY_SPAN);
  /** Current tiny block, 16 bytes; 0 when there is none. */
  tiny: Addr = 0;
  /** Where its unused part begins, 0…16. */
  tinyoffset: Bytes = 0;
  readonly reusable: Addr[][] = Array.from({ length: NUM_SPAN_CLASSES }, () => []);
  readonly #heap: Heap;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Trades the full current span of a class for one with room; undefined where there is no memory. */
  refill(spanclass: number): Span | undefined {
    const central = this.#heap.centralOf(spanclass);
    const old = this.alloc[spanclass] as Span;
    if (old.allocCount !== old.nelems) throw new Fatal('refill of span with free space remaining');
    if (old !== EMPTY_SPAN) {
      this.alloc[spanclass] = EMPTY_SPAN;
      central.uncacheSpan(old);
    }
    const span = central.cacheSpan();
    if (span !== undefined) this.alloc[spanclass] = span;
    return span;
  }

  /** Gives back every span, and forgets the tiny block and the freed slots. */
  releaseAll(): void {
    for (let spanclass = 0; spanclass < NUM_SPAN_CLASSES; spanclass += 1) {
      this.reusable[spanclass]!.length = 0;
      const span = this.alloc[spanclass] as Span;
      if (span === EMPTY_SPAN) continue;
      this.alloc[spanclass] = EMPTY_SPAN;
      this.#heap.centralOf(spanclass).uncacheSpan(span);
    }
    this.tiny = 0;
    this.tinyoffset = 0;
  }
}
