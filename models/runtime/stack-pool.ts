/**
 * The stack pool: stacks of goroutines, cut from manual spans of four pages.
 *
 *     stackalloc ──> a free stack of the first span that has one, or of a new span
 *     stackfree  ──> back to its span; a span without stacks goes back to the page heap
 *
 * While a cycle marks no span may go away, since a pointer may just be resolved: empty ones wait for its end.
 *
 * Keeps: runtime/stacks-in-manual-spans, runtime/stack-spans-counted.
 * Source: Go 1.19 runtime/stack.go (stackpoolalloc, stackpoolfree, freeStackSpans).
 * Differs: a span's free stacks are a list of addresses, not threaded through the memory.
 * Left out: the stack caches of processors, larger orders, growing and shrinking.
 */
import type { Addr } from '../../src/base/units.ts';
import { GC_OFF, PAGE_BYTES } from '../../spec/views/go.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../spec/views/runtime.ts';
import type { MHeap } from '../go/mheap.ts';
import type { MSpan } from '../go/mspan.ts';

export class StackPool {
  /** Those with stacks; while a cycle marks also empty ones. */
  readonly spans: MSpan[] = [];
  readonly #heap: MHeap;
  /** By place in `spans`: stacks that are free, the last is next. */
  readonly #free = new Map<MSpan, Addr[]>();

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /** Lowest address of a stack; 0 when there is no memory for one. */
  stackalloc(): Addr {
    const span = this.spans.find((each) => this.#freeOf(each).length > 0) ?? this.#newSpan();
    if (span === undefined) return 0;
    span.allocCount += 1;
    return this.#freeOf(span).pop() as Addr;
  }

  stackfree(stack: Addr): void {
    const span = this.#heap.spanOf(stack) as MSpan;
    span.allocCount -= 1;
    this.#freeOf(span).push(stack);
    if (span.allocCount === 0 && this.#heap.gcphase === GC_OFF) this.#release(span);
  }

  /** When a cycle is over: spans that came empty while it marked. */
  freeStackSpans(): void {
    for (const span of this.spans.filter(({ allocCount }) => allocCount === 0)) this.#release(span);
  }

  #newSpan(): MSpan | undefined {
    const span = this.#heap.allocManual(STACK_CACHE_SIZE / PAGE_BYTES);
    if (span === undefined) return undefined;
    const stacks = Array.from(
      { length: STACK_CACHE_SIZE / STACK_MIN },
      (_, i) => span.startAddr + i * STACK_MIN,
    );
    this.spans.push(span);
    this.#free.set(span, stacks.toReversed());
    return span;
  }

  #release(span: MSpan): void {
    this.spans.splice(this.spans.indexOf(span), 1);
    this.#free.delete(span);
    this.#heap.freeManual(span);
  }

  #freeOf(span: MSpan): Addr[] {
    return this.#free.get(span) as Addr[];
  }
}
