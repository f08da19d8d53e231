/**
 * Memory for bookkeeping: span records, leaves of the page map and thread caches, out of chunks that are never given back.
 *
 * Source: gperftools common.cc, MetaDataAlloc; page_heap_allocator.h.
 * Differs: where there is none left the request fails that needed it; gperftools ends the process. The records themselves are
 *   objects beside the simulated memory, which is only obtained and counted.
 */
import type { Bytes } from '../../src/base/units.ts';
import type { RegionView } from '../../spec/views/tcmalloc.ts';
import type { System } from './system.ts';

/** What a record of a kind takes, in bytes. */
export const RECORD_BYTES = { span: 48, leaf: 4096, cache: 9216 } as const;
type Kind = keyof typeof RECORD_BYTES;

export class Metadata {
  /** Bytes that were obtained. */
  bytes: Bytes = 0;
  /** Bytes that records took, those that can be had again included. */
  used: Bytes = 0;
  readonly regions: RegionView[] = [];
  readonly #system: System;
  readonly #chunkBytes: Bytes;
  #left: Bytes = 0;
  /** Records that were given up, by kind. */
  readonly #spare: Record<Kind, number> = { span: 0, leaf: 0, cache: 0 };

  constructor(system: System, chunkBytes: Bytes) {
    this.#system = system;
    this.#chunkBytes = chunkBytes;
  }

  /** Bytes that are left, and records of each kind that can be had again. */
  get left(): readonly number[] {
    const { span, leaf, cache } = this.#spare;
    return [this.#left, span, leaf, cache];
  }

  /** Memory for a record; false where there is none. */
  take(kind: Kind): boolean {
    if (this.#spare[kind] > 0) {
      this.#spare[kind] -= 1;
      return true;
    }
    const bytes = RECORD_BYTES[kind];
    if (this.#left < bytes && !this.#obtain(bytes)) return false;
    this.#left -= bytes;
    this.used += bytes;
    return true;
  }

  give(kind: Kind): void {
    this.#spare[kind] += 1;
  }

  #obtain(bytes: Bytes): boolean {
    const region = this.#system.alloc(Math.max(bytes, this.#chunkBytes));
    if (region === undefined) return false;
    this.regions.push({
      page: this.#system.pageOf(region.addr),
      npages: this.#system.pageOf(region.bytes),
    });
    this.bytes += region.bytes;
    this.#left = region.bytes;
    return true;
  }
}
