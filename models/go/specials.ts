/**
 * Specials: what is attached to single objects. Finalizers, and the handles of weak pointers.
 *
 * A span lists its specials in order of offset, then kind; the page bit of its first page says that there are any.
 * When a span is swept, an unmarked object with a finalizer is marked after all, all its finalizers are queued and its
 * weak handles cleared: it lives until a later cycle finds it unmarked again, without a finalizer now. An unmarked
 * object without one loses its other specials with its memory.
 *
 * The queue is a root. So is what an object with a finalizer points to, but not the object itself: objects that point
 * to each other are finalized from the outside in, and a cycle of them never.
 *
 * Keeps: go/specials-sorted, go/page-specials-bit-per-span, gc/finalizer-of-unreachable-block,
 *   gc/weak-pointer-tells-the-truth.
 * Source: Go 1.19 runtime/mheap.go (addspecial, removespecial, addfinalizer), mfinal.go; Go 1.24
 *   runtime/mheap.go (getOrAddWeakHandle, internal_weak_runtime_makeStrongFromWeak).
 * Differs: a finalizer has no function: whoever runs it is given the object. A weak handle is a number, not an object.
 */
import { setBit } from '../../src/base/bits.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Specials as SpecialsOfSubject } from '../../spec/subject.ts';
import { SPECIAL_FINALIZER, SPECIAL_WEAK_HANDLE } from '../../spec/views/go-collector.ts';
import type { HeapArena } from './heap-arena.ts';
import type { Collector } from './mgc.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { clearPageBit } from './span-specials.ts';
import type { Special } from './span-specials.ts';
import { ensureSwept } from './sweep.ts';

/** Attaches a special to the object at `addr`; whether it had none of the kind. */
function addspecial(heap: MHeap, addr: Addr, kind: number, handle: number): boolean {
  const span = heap.spanOf(addr) as MSpan;
  heap.slow.run(ensureSwept(heap, span));
  const offset = addr - span.startAddr;
  const at = placeOf(span, offset, kind);
  if (isAt(span, at, offset, kind)) return false;
  span.specials.splice(at, 0, { offset, kind, handle });
  const arena = heap.arenas.of(span.startAddr) as HeapArena;
  setBit(arena.pageSpecials, arena.pageOf(span.startAddr));
  return true;
}

/** Takes a special off the object at `addr`; undefined when it has none of the kind. */
function removespecial(heap: MHeap, addr: Addr, kind: number): Special | undefined {
  const span = heap.spanOf(addr) as MSpan;
  heap.slow.run(ensureSwept(heap, span));
  const offset = addr - span.startAddr;
  const at = placeOf(span, offset, kind);
  if (!isAt(span, at, offset, kind)) return undefined;
  const [special] = span.specials.splice(at, 1);
  if (span.specials.length === 0) clearPageBit(heap, span);
  return special;
}

/** First place behind which the list is not less than (offset, kind). */
function placeOf({ specials }: MSpan, offset: Bytes, kind: number): number {
  const at = specials.findIndex(
    (s) => s.offset > offset || (s.offset === offset && s.kind >= kind),
  );
  return at < 0 ? specials.length : at;
}

function isAt({ specials }: MSpan, at: number, offset: Bytes, kind: number): boolean {
  const special = specials[at];
  return special !== undefined && special.offset === offset && special.kind === kind;
}

/** Finalizers and weak pointers as a client uses them. */
export class Specials implements SpecialsOfSubject {
  readonly #heap: MHeap;
  readonly #collector: Collector;

  constructor(heap: MHeap, collector: Collector) {
    this.#heap = heap;
    this.#collector = collector;
  }

  setFinalizer(addr: Addr): boolean {
    if (!addspecial(this.#heap, addr, SPECIAL_FINALIZER, 0)) return false;
    this.#collector.finalizerSet(addr);
    return true;
  }

  clearFinalizer(addr: Addr): boolean {
    return removespecial(this.#heap, addr, SPECIAL_FINALIZER) !== undefined;
  }

  runFinalizer(): Addr {
    const { finq, running } = this.#heap.specials;
    if (running.length === 0) running.push(...finq.splice(0));
    const object = running.pop();
    if (object === undefined) return 0;
    this.#collector.shadeRoot(object);
    return object;
  }

  weakHandle(addr: Addr): number {
    const { weakHandles } = this.#heap.specials;
    const known = this.#handleOf(addr);
    if (known !== 0) return known;
    weakHandles.push(addr);
    addspecial(this.#heap, addr, SPECIAL_WEAK_HANDLE, weakHandles.length - 1);
    return weakHandles.length - 1;
  }

  strongFromWeak(handle: number): Addr {
    const { weakHandles } = this.#heap.specials;
    const addr = weakHandles[handle] as Addr;
    if (addr === 0) return 0;
    this.#heap.slow.run(ensureSwept(this.#heap, this.#heap.spanOf(addr) as MSpan));
    const object = weakHandles[handle] as Addr;
    if (object !== 0) this.#collector.shadeRoot(object);
    return object;
  }

  #handleOf(addr: Addr): number {
    const span = this.#heap.spanOf(addr) as MSpan;
    this.#heap.slow.run(ensureSwept(this.#heap, span));
    const offset = addr - span.startAddr;
    return (
      span.specials.find((s) => s.kind === SPECIAL_WEAK_HANDLE && s.offset === offset)?.handle ?? 0
    );
  }
}
