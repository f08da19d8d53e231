/**
 * Where work buffers lie: 16 of them in a manual span of four pages.
 *
 * A collector that has no empty buffer takes a span from those that an earlier cycle left, or from the page heap. When
 * its cycle is over all buffers are empty, and the sweeper gives the spans back behind the last span that it sweeps.
 *
 * Source: Go 1.19 runtime/mgcwork.go (getempty, prepareFreeWorkbufs, freeSomeWbufs), mgcsweep.go (bgsweep).
 * Differs: a buffer for which the page heap has no memory is had all the same, where Go ends the process.
 */
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { WorkLists } from '../go/gc-work.ts';
import type { MHeap } from '../go/mheap.ts';
import type { MSpan } from '../go/mspan.ts';

const WORKBUF_BYTES = 2048;
const WORKBUF_ALLOC = 32_768;
/** Spans that are given back at a time. */
const FREE_BATCH = 64;

export class WorkbufSpans {
  readonly busy: MSpan[] = [];
  readonly free: MSpan[] = [];
  readonly #heap: MHeap;
  readonly #lists: WorkLists;

  constructor(heap: MHeap, lists: WorkLists) {
    this.#heap = heap;
    this.#lists = lists;
    lists.moreBuffers = () => this.#more();
  }

  /** When a cycle is over: no buffer holds anything, so all spans can go. */
  prepareFreeWorkbufs(): void {
    this.#lists.empty.length = 0;
    this.free.push(...this.busy.splice(0));
  }

  /** Gives some spans back; whether there are more. Not while a cycle marks. */
  freeSomeWbufs(): boolean {
    for (const span of this.free.splice(0, FREE_BATCH)) this.#heap.freeManual(span);
    return this.free.length > 0;
  }

  /** How many buffers came with one more span. */
  #more(): number {
    const span = this.free.pop() ?? this.#heap.allocManual(WORKBUF_ALLOC / PAGE_BYTES);
    if (span !== undefined) this.busy.push(span);
    return WORKBUF_ALLOC / WORKBUF_BYTES;
  }
}
