/**
 * The stack pool: stacks of goroutines, by order.
 *
 *     order 0…3   stacks of 2, 4, 8, 16 KiB, cut from manual spans of 32 KiB: a list of those with a free stack each
 *     larger      each is a manual span of its own
 *
 *     stackpoolalloc ──> the stack freed last of the span that came to the list last, or of a new one
 *     stackpoolfree  ──> back to its span; a span without stacks goes back to the page heap
 *
 * While a cycle marks no span may go away, since a pointer may just be resolved: empty ones wait for its end, and so do
 * large ones, in lists by the logarithm of their pages, from where they may be taken again.
 *
 * Keeps: runtime/stacks-in-manual-spans, runtime/stack-spans-counted, stacks/stack-lists-hold-room,
 *   stacks/stack-span-divided, stacks/idle-stack-span-given-back.
 * Source: Go 1.19 runtime/stack.go (stackpoolalloc, stackpoolfree, stackLarge, freeStackSpans).
 * Differs: a span's free stacks are a list of addresses, not threaded through the memory.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { GC_OFF, PAGE_BYTES, SPAN_MANUAL } from '../../spec/views/go.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../spec/views/runtime.ts';
import { NUM_STACK_ORDERS } from '../../spec/views/stacks.ts';
import type { MHeap } from '../go/mheap.ts';
import type { MSpan } from '../go/mspan.ts';

/** Lists of large stacks: one for each power of two of pages that an address space has room for. */
const LARGE_LISTS = 36;

export class StackPool {
  /** All that stacks are cut from; while a cycle marks also empty ones. */
  readonly spans: MSpan[] = [];
  /** By order: those with a free stack, the first is next. */
  readonly lists: readonly MSpan[][] = Array.from({ length: NUM_STACK_ORDERS }, () => []);
  /** Free large ones, by log2 of their pages. */
  readonly large: readonly MSpan[][] = Array.from({ length: LARGE_LISTS }, () => []);
  readonly #heap: MHeap;
  /** By span: stacks that are free, the last is next. */
  readonly #free = new Map<MSpan, Addr[]>();

  constructor(heap: MHeap) {
    this.#heap = heap;
  }

  /** Stacks of a span that are free. */
  freeOf(span: MSpan): Addr[] {
    return this.#free.get(span) as Addr[];
  }

  /** Lowest address of a stack; 0 when there is no memory for one. */
  stackpoolalloc(order: number): Addr {
    const list = this.lists[order] as MSpan[];
    const span = list[0] ?? this.#newSpan(order);
    if (span === undefined) return 0;
    const free = this.freeOf(span);
    if (free.length === 0) throw new Fatal('span has no free stacks');
    const stack = free.pop() as Addr;
    span.allocCount += 1;
    if (free.length === 0) list.shift();
    return stack;
  }

  stackpoolfree(stack: Addr, order: number): void {
    const span = this.#heap.spanOf(stack) as MSpan;
    if (span.state !== SPAN_MANUAL) throw new Fatal('freeing stack not in a stack span');
    const free = this.freeOf(span);
    if (free.length === 0) this.lists[order]!.unshift(span);
    free.push(stack);
    span.allocCount -= 1;
    if (span.allocCount > 0) return;
    const isKept = this.#heap.gcphase !== GC_OFF;
    if (isKept) this.#heap.events?.spanKept(span);
    else this.#release(span, order);
  }

  /** A stack that is a span of its own. */
  allocLarge(bytes: Bytes): Addr {
    const npages = bytes / PAGE_BYTES;
    const span = this.#largeList(npages).shift() ?? this.#heap.allocManual(npages);
    if (span === undefined) return 0;
    span.elemsize = bytes;
    return span.startAddr;
  }

  freeLarge(stack: Addr): void {
    const span = this.#heap.spanOf(stack) as MSpan;
    if (span.state !== SPAN_MANUAL) throw new Fatal('bad span state');
    if (this.#heap.gcphase === GC_OFF) {
      this.#heap.freeManual(span);
      return;
    }
    this.#largeList(span.npages).unshift(span);
    this.#heap.events?.spanKept(span);
  }

  /** When a cycle is over: spans that came empty while it marked. */
  freeStackSpans(): void {
    for (const [order, list] of this.lists.entries()) {
      for (const span of list.filter(({ allocCount }) => allocCount === 0)) {
        this.#release(span, order);
      }
    }
    for (const list of this.large) for (const span of list.splice(0)) this.#heap.freeManual(span);
  }

  #newSpan(order: number): MSpan | undefined {
    const span = this.#heap.allocManual(STACK_CACHE_SIZE / PAGE_BYTES);
    if (span === undefined) return undefined;
    const bytes = STACK_MIN << order;
    span.elemsize = bytes;
    const stacks = Array.from(
      { length: STACK_CACHE_SIZE / bytes },
      (_, i) => span.startAddr + i * bytes,
    );
    this.spans.push(span);
    this.lists[order]!.unshift(span);
    this.#free.set(span, stacks);
    return span;
  }

  #release(span: MSpan, order: number): void {
    const list = this.lists[order] as MSpan[];
    list.splice(list.indexOf(span), 1);
    this.spans.splice(this.spans.indexOf(span), 1);
    this.#free.delete(span);
    this.#heap.freeManual(span);
  }

  #largeList(npages: number): MSpan[] {
    return this.large[Math.floor(Math.log2(npages))] as MSpan[];
  }
}
