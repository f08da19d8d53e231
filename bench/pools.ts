/** The allocators under the loops. Each is a class of its own, so that calls to it can be inlined. */
import { MemPool } from '@thi.ng/malloc';
import type { Addr, Bytes } from '../src/base/units.ts';
import { MIB } from '../src/base/units.ts';
import { WASM32 } from '../models/go/geometry.ts';
import { GoHeap } from '../models/go/go-heap.ts';
import { Os } from '../models/os/os.ts';

export interface Pool {
  malloc(size: Bytes): Addr;
  free(addr: Addr): void;
  dispose(): void;
}

/** The Go model alone: nobody listens to its events. Blocks are without pointers and not zeroed. */
export class ModelPool implements Pool {
  readonly #heap = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), {
    procs: 1,
  });

  malloc(size: Bytes): Addr {
    return this.#heap.malloc(size, 0, false);
  }

  free(addr: Addr): void {
    this.#heap.free(addr);
  }

  dispose(): void {
    this.#heap.dispose();
  }
}

/** Enough for 1,000 blocks of 40,000 bytes. */
const THING_BYTES = 64 * MIB;

/** `@thi.ng/malloc`, as it is by default. */
export class ThingPool implements Pool {
  readonly #pool = new MemPool({ buf: new ArrayBuffer(THING_BYTES) });

  malloc(size: Bytes): Addr {
    return this.#pool.malloc(size);
  }

  free(addr: Addr): void {
    this.#pool.free(addr);
  }

  dispose(): void {
    this.#pool.release();
  }
}
