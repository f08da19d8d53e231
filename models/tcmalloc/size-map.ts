/**
 * Size classes: which sizes are served alike, in spans of how many pages, and how many objects move at once.
 *
 * From 128 bytes on there are eight steps to a doubling, so a size is rounded up by an eighth at most; then classes whose
 * spans would be alike are joined, and the smaller sizes take the larger objects. A span is so long that what is left at its
 * end is an eighth of it at most, and that it holds a quarter of a batch.
 *
 * Keeps: tcmalloc/class-covers-size, class-tight and the others of size classes.
 * Source: gperftools common.cc, SizeMap::Init, AlignmentForSize, NumMoveSize; common.h, ClassIndex.
 */
import type { Bytes, Pages } from '../../src/base/units.ts';
import type { SizeMapView } from '../../spec/views/tcmalloc.ts';
import type { Geometry } from './geometry.ts';

/** Bytes that a batch moves, about. */
const BATCH_BYTES: Bytes = 64 * 1024;
/** Up to here the table has an entry for each 8 bytes, beyond it for each 128. */
const FINE_MAX: Bytes = 1024;
/** Of the entries beyond, so that they follow those below. */
const COARSE_OFFSET = 127 + 120 * 128;

export class SizeMap implements SizeMapView {
  readonly sizes: Bytes[] = [0];
  readonly pages: Pages[] = [0];
  readonly batches: number[] = [0];
  readonly #geometry: Geometry;
  /** The class by index of size. */
  readonly #table: Uint8Array;

  constructor(geometry: Geometry) {
    this.#geometry = geometry;
    const { maxSmallBytes } = geometry;
    for (let size = 8; size <= maxSmallBytes; size += this.alignmentOf(size)) this.#add(size);
    this.#table = new Uint8Array(indexOf(maxSmallBytes) + 1);
    let next = 0;
    for (let c = 1; c < this.count; c += 1) {
      for (let size = next; size <= (this.sizes[c] as Bytes); size += 8)
        this.#table[indexOf(size)] = c;
      next = (this.sizes[c] as Bytes) + 8;
    }
  }

  get count(): number {
    return this.sizes.length;
  }

  /** @param size  0…maxSmallBytes */
  classOf(size: Bytes): number {
    return this.#table[indexOf(size)] as number;
  }

  alignmentOf(size: Bytes): Bytes {
    const { maxSmallBytes, pageBytes, minAlignment } = this.#geometry;
    if (size > maxSmallBytes) return pageBytes;
    if (size >= 128) return Math.min(pageBytes, 2 ** Math.floor(Math.log2(size)) / 8);
    return size >= minAlignment ? minAlignment : 8;
  }

  batchOf(size: Bytes): number {
    const { batchCap } = this.#geometry;
    return Math.max(2, Math.min(batchCap, Math.floor(BATCH_BYTES / size)));
  }

  #add(size: Bytes): void {
    const pages = this.#pagesFor(size);
    const last = this.count - 1;
    const objects = this.#objects(pages, size);
    const lastPages = this.pages[last] as Pages;
    const isAlike = last > 0 && pages === lastPages;
    if (isAlike && objects === this.#objects(lastPages, this.sizes[last] as Bytes)) {
      this.sizes[last] = size;
      this.batches[last] = this.batchOf(size);
      return;
    }
    this.sizes.push(size);
    this.pages.push(pages);
    this.batches.push(this.batchOf(size));
  }

  #pagesFor(size: Bytes): Pages {
    const { minSpanPages, pageBytes } = this.#geometry;
    const objectsMin = Math.floor(this.batchOf(size) / 4);
    let pages = 0;
    do {
      pages += minSpanPages;
      while ((pages * pageBytes) % size > (pages * pageBytes) / 8) pages += minSpanPages;
    } while (this.#objects(pages, size) < objectsMin);
    return pages;
  }

  #objects(pages: Pages, size: Bytes): number {
    return Math.floor((pages * this.#geometry.pageBytes) / size);
  }
}

const maps = new Map<Geometry, SizeMap>();

/** The classes of a geometry, which never change. */
export function sizeMapOf(geometry: Geometry): SizeMap {
  const known = maps.get(geometry);
  if (known !== undefined) return known;
  const map = new SizeMap(geometry);
  maps.set(geometry, map);
  return map;
}

/** Batches that the transfer cache of a class may hold. */
export function slotsMaxOf({ slotsMax, slotBytesMax }: Geometry, batchBytes: Bytes): number {
  return Math.min(slotsMax, Math.max(1, Math.floor(slotBytesMax / batchBytes)));
}

function indexOf(size: Bytes): number {
  return size <= FINE_MAX ? (size + 7) >>> 3 : (size + COARSE_OFFSET) >>> 7;
}
