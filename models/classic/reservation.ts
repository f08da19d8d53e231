/**
 * The one reservation of a classic heap: a table of spans, a bitmap, and the arena that both describe.
 *
 *     spansStart       bitmapStart              arenaStart          arenaUsed                arenaEnd
 *     | spans ──►          | reserved ◄── bitmap | spans of the heap ──► | reserved               |
 *
 * The arena is used from its start on, and `arenaUsed` never comes down. The table and the bitmap are mapped as far as it goes:
 * the table upwards from its start, the bitmap downwards from its end, so that the byte of four words lies as far below
 * `arenaStart` as they lie above it. A pointer leads into the heap if it lies between `arenaStart` and `arenaUsed`; then the
 * table names its span, by the number of its page.
 *
 * Keeps: classic/reservation-ratios, classic/arena-used-within-arena, classic/bitmap-mapped-in-step.
 * Source: Go 1.10 runtime/malloc.go (mallocinit, sysAlloc), mheap.go (mapSpans, setArenaUsed), mbitmap.go (mapBits).
 * Differs: the reservation is made when memory is first wanted, and again as long as it is refused, where Go's process ends; so
 *   is what the system does not map. What is mapped is made ready at once: on Linux that is the same.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { HEAP_BITMAP_SCALE, SPAN_ENTRY_BYTES } from '../../spec/views/classic.ts';
import type { ReservationView } from '../../spec/views/classic.ts';
import type { ClassicEvents } from '../../spec/views/classic-log.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import { PAGE_NONE } from '../../spec/views/os.ts';
import type { Os } from '../os/os.ts';
import { areasOf } from './geometry.ts';
import type { Areas, Geometry } from './geometry.ts';

/** The bitmap is mapped by at least so much. */
const BITMAP_CHUNK: Bytes = 8192;

export class Reservation implements ReservationView {
  readonly spansStart: Addr;
  readonly spansBytes: Bytes;
  spansMapped: Bytes = 0;
  readonly bitmapStart: Addr;
  readonly bitmapBytes: Bytes;
  bitmapMapped: Bytes = 0;
  readonly arenaStart: Addr;
  arenaUsed: Addr;
  readonly arenaEnd: Addr;
  readonly #os: Os;

  /** @param base  of what was reserved for these areas */
  constructor(os: Os, base: Addr, { spans, bitmap, arena }: Areas) {
    this.#os = os;
    this.spansStart = roundUp(base, PAGE_BYTES);
    this.spansBytes = spans;
    this.bitmapStart = this.spansStart + spans;
    this.bitmapBytes = bitmap;
    this.arenaStart = this.bitmapStart + bitmap;
    this.arenaUsed = this.arenaStart;
    this.arenaEnd = this.arenaStart + arena;
  }

  /** The next bytes of the arena, zero and ready, with what describes them; false where there are none. */
  extend(bytes: Bytes): boolean {
    const used = this.arenaUsed + bytes;
    if (!this.#mapBits(used) || !this.#mapSpans(used)) return false;
    if (!this.#map(this.arenaUsed, bytes)) return false;
    this.arenaUsed = used;
    return true;
  }

  /** Whether an address lies where the heap was at some time. */
  has(addr: Addr): boolean {
    return addr >= this.arenaStart && addr < this.arenaUsed;
  }

  pageOf(addr: Addr): number {
    return Math.floor((addr - this.arenaStart) / PAGE_BYTES);
  }

  /** @source Go 1.10 runtime/mbitmap.go (*mheap).mapBits */
  #mapBits(used: Addr): boolean {
    const wanted = roundUp((used - this.arenaStart) / HEAP_BITMAP_SCALE, BITMAP_CHUNK);
    const n = roundUp(wanted, this.#os.physPageBytes);
    if (this.bitmapMapped >= n) return true;
    if (!this.#map(this.arenaStart - n, n - this.bitmapMapped)) return false;
    this.bitmapMapped = n;
    return true;
  }

  /** @source Go 1.10 runtime/mheap.go (*mheap).mapSpans */
  #mapSpans(used: Addr): boolean {
    const wanted = ((used - this.arenaStart) / PAGE_BYTES) * SPAN_ENTRY_BYTES;
    const n = roundUp(wanted, this.#os.physPageBytes);
    if (this.spansMapped >= n) return true;
    if (!this.#map(this.spansStart + this.spansMapped, n - this.spansMapped)) return false;
    this.spansMapped = n;
    return true;
  }

  #map(addr: Addr, bytes: Bytes): boolean {
    if (!this.#os.sysMap(addr, bytes)) return false;
    this.#os.sysUsed(addr, bytes);
    return true;
  }
}

/**
 * A reservation, of the first size that the system grants, at the first place that is free; undefined where it grants none.
 *
 * @source Go 1.10 runtime/malloc.go mallocinit
 */
export function reserve(
  os: Os,
  geometry: Geometry,
  events: ClassicEvents,
): Reservation | undefined {
  for (const [size, arena] of geometry.arenaSizes.entries()) {
    const areas = areasOf(arena);
    for (const [i, base] of geometry.bases.entries()) {
      // As Linux is asked before: whether something is there already.
      if (base !== 0 && os.stateAt(base) !== PAGE_NONE) continue;
      const range = os.sysReserve(base, areas.reserved);
      if (range === undefined) continue;
      if (i > 0) events.reached('go-classic/arena-at-next-base');
      if (size > 0) events.reached('go-classic/arena-of-smaller-size');
      return new Reservation(os, range.addr, areas);
    }
  }
  return undefined;
}

function roundUp(bytes: number, to: Bytes): number {
  return Math.ceil(bytes / to) * to;
}
