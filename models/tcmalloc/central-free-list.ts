/**
 * A class's central list: spans with free objects, and in front of them the transfer cache, whole batches on their way from
 * thread to thread.
 *
 *     insert   a whole batch, and a slot for it ──► slots          else each object ──► its span
 *     remove   a whole batch, and one in a slot ◄── slots          else ◄── spans, or a new one
 *
 * A class that has no slot left takes one from another class, each in its turn. The locks of two classes are never held
 * together, so what was looked at is looked at again.
 *
 * Source: gperftools central_freelist.cc.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { IN_USE } from '../../spec/views/tc-span.ts';
import type { CentralListView } from '../../spec/views/tcmalloc.ts';
import type { TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import type { Geometry } from './geometry.ts';
import type { PageHeap } from './page-heap.ts';
import type { PageMap } from './page-map.ts';
import { sizeMapOf, slotsMaxOf } from './size-map.ts';
import type { Slow } from './slow-path.ts';
import { SpanList } from './span.ts';
import type { Span } from './span.ts';

/** Has the class whose turn it is give a slot away; whether it did. */
export interface SlotTrade {
  evict(taker: number, force: boolean): Slow<boolean>;
}

export interface CentralParts {
  readonly geometry: Geometry;
  readonly pageHeap: PageHeap;
  readonly pageMap: PageMap;
  readonly trade: SlotTrade;
  readonly events: TcmallocEvents;
}

export class CentralFreeList implements CentralListView {
  readonly sizeClass: number;
  counter = 0;
  capacity: number;
  readonly capacityMax: number;
  readonly slots: Addr[][] = [];
  readonly #nonempty = new SpanList();
  readonly #empty = new SpanList();
  readonly #size: Bytes;
  readonly #batch: number;
  readonly #objectsPerSpan: number;
  readonly #pages: number;
  readonly #parts: CentralParts;

  constructor(sizeClass: number, parts: CentralParts) {
    const { geometry } = parts;
    const { sizes, batches, pages } = sizeMapOf(geometry);
    this.sizeClass = sizeClass;
    this.#parts = parts;
    this.#size = sizes[sizeClass] as Bytes;
    this.#batch = batches[sizeClass] as number;
    this.#pages = pages[sizeClass] as number;
    const batchBytes = this.#size * this.#batch;
    this.#objectsPerSpan = Math.floor((this.#pages * geometry.pageBytes) / this.#size);
    this.capacityMax = sizeClass === 0 ? geometry.slotsMax : slotsMaxOf(geometry, batchBytes);
    this.capacity = Math.min(geometry.slotsAtFirst, this.capacityMax);
  }

  get nonempty(): readonly Span[] {
    return this.#nonempty.all();
  }

  get empty(): readonly Span[] {
    return this.#empty.all();
  }

  /** Takes objects back. */
  *insertRange(objects: Addr[]): Slow<void> {
    const { events } = this.#parts;
    events.centralChanged(this.sizeClass);
    if (objects.length === this.#batch && (yield* this.#makeSlot())) {
      this.slots.push(objects);
      events.reached('tcmalloc/batch-kept');
      return;
    }
    if (objects.length === this.#batch) events.reached('tcmalloc/batch-released');
    yield* this.#releaseAll(objects);
  }

  /** Up to so many objects, the next to be handed out last; none where there is no memory. */
  *removeRange(wanted: number): Slow<Addr[]> {
    const { events } = this.#parts;
    events.centralChanged(this.sizeClass);
    const kept = wanted === this.#batch ? this.slots.pop() : undefined;
    if (kept !== undefined) {
      events.reached('tcmalloc/batch-taken-whole');
      events.removed({ sizeClass: this.sizeClass, wanted, got: kept.length, ranOut: false });
      return kept;
    }
    const objects: Addr[] = [];
    let taken = this.#fetch(objects, wanted);
    const ranOut = taken === 0 && !(yield* this.#populate());
    // Until there are enough, or none is left.
    if (!ranOut) taken = 1;
    while (taken > 0 && objects.length < wanted)
      taken = this.#fetch(objects, wanted - objects.length);
    const got = objects.length;
    events.removed({ sizeClass: this.sizeClass, wanted, got, ranOut });
    return objects.toReversed();
  }

  /** Gives a slot away, one without a batch; with `force`, any. Whether it did. */
  *shrink(force: boolean): Slow<boolean> {
    const { events } = this.#parts;
    if (this.capacity === 0) return false;
    if (!force && this.slots.length === this.capacity) return false;
    yield 'locks-inverted';
    if (this.capacity === 0) return false;
    if (this.slots.length === this.capacity && !force) return false;
    events.centralChanged(this.sizeClass);
    const batch = this.slots.length === this.capacity ? this.slots.pop() : undefined;
    this.capacity -= 1;
    events.reached(batch === undefined ? 'tcmalloc/slot-traded' : 'tcmalloc/slot-taken-by-force');
    if (batch !== undefined) yield* this.#releaseAll(batch);
    return true;
  }

  /** Whether there is a slot for one batch more. */
  *#makeSlot(): Slow<boolean> {
    if (this.slots.length < this.capacity) return true;
    if (this.capacity === this.capacityMax) return false;
    const { trade } = this.#parts;
    if (!(yield* trade.evict(this.sizeClass, false)) && !(yield* trade.evict(this.sizeClass, true)))
      return false;
    // The lock was dropped.
    if (this.capacity < this.capacityMax) this.capacity += 1;
    return this.slots.length < this.capacity;
  }

  /** Moves up to so many objects from the first span that has any; how many. */
  #fetch(into: Addr[], most: number): number {
    const nonempty = this.#nonempty;
    const span = nonempty.head;
    if (span === undefined) return 0;
    const count = Math.min(most, span.objects.length);
    for (let left = count; left > 0; left -= 1) into.push(span.objects.pop() as Addr);
    span.refcount += count;
    this.counter -= count;
    if (span.objects.length > 0) return count;
    nonempty.remove(span);
    this.#empty.prepend(span);
    this.#parts.events.reached('tcmalloc/span-exhausted');
    return count;
  }

  /** A new span full of objects; false where there is no memory. */
  *#populate(): Slow<boolean> {
    const { pageHeap, pageMap, geometry, events } = this.#parts;
    yield 'class-unlocked';
    const span = pageHeap.makeOfClass(this.#pages, this.sizeClass);
    if (span === undefined) {
      events.reached('tcmalloc/populate-failed');
      return false;
    }
    for (let page = span.page; page < span.end; page += 1) pageMap.cacheClass(page, this.sizeClass);
    const first = span.page * geometry.pageBytes;
    const end = span.end * geometry.pageBytes;
    const objects: Addr[] = [];
    for (let addr = first; addr + this.#size <= end; addr += this.#size) objects.push(addr);
    const last = objects.at(-1) as Addr;
    events.populated({ span, sizeClass: this.sizeClass, objects: objects.length, first, last });
    span.objects = objects.toReversed();
    span.refcount = 0;
    yield 'span-filled';
    this.#nonempty.prepend(span);
    this.counter += span.objects.length;
    events.centralChanged(this.sizeClass);
    return true;
  }

  *#releaseAll(objects: readonly Addr[]): Slow<void> {
    for (const addr of objects) {
      const gone = this.#release(addr);
      if (gone === undefined) continue;
      yield 'span-leaving';
      this.#parts.pageHeap.free(gone);
    }
  }

  /** An object goes back to its span; the span, where that was the last one. */
  #release(addr: Addr): Span | undefined {
    const { pageMap, geometry, events } = this.#parts;
    const span = pageMap.get(Math.floor(addr / geometry.pageBytes));
    const { sizeClass } = this;
    const { sizeClass: spanClass = -1, refcount: refcountBefore = 0 } = span ?? {};
    events.cameHome({ addr, sizeClass, spanClass, refcountBefore });
    if (span === undefined || span.location !== IN_USE || span.refcount === 0)
      throw new Fatal(`central list of class ${sizeClass}: an object of no span came back`);
    if (span.objects.length === 0) {
      this.#empty.remove(span);
      this.#nonempty.prepend(span);
      events.reached('tcmalloc/span-refilled');
    }
    this.counter += 1;
    span.refcount -= 1;
    if (span.refcount > 0) {
      span.objects.push(addr);
      return undefined;
    }
    this.counter -= this.#objectsPerSpan;
    this.#nonempty.remove(span);
    span.objects = [];
    events.reached('tcmalloc/span-gone-home');
    return span;
  }
}
