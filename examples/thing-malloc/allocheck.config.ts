/**
 * Somebody else's allocator under test: the pool of `@thi.ng/malloc`, over a buffer that it is given.
 *
 *     npm i -D @thi.ng/malloc && npx allocheck run --config examples/thing-malloc/allocheck.config.ts
 *
 * `thing-malloc` is the pool as it is. `thing-malloc-careful` is never asked for more than its buffer has, nor to resize a block,
 * so that what else may be wrong is not hidden behind what is known.
 */
import { MemPool } from '@thi.ng/malloc';
import { defineConfig, poolSubject } from 'allocheck';
import type { Pool } from 'allocheck';

function poolOf(buf: ArrayBuffer): Pool {
  const pool = new MemPool({ buf });
  return {
    malloc: (size) => pool.malloc(size),
    calloc: (count, size) => pool.calloc(count * size),
    realloc: (addr: number, size) => pool.realloc(addr, size),
    free: (addr: number) => pool.free(addr),
  };
}

function carefulPoolOf(buf: ArrayBuffer): Pool {
  const pool = new MemPool({ buf });
  const fits = (size: number): boolean => size <= buf.byteLength;
  return {
    malloc: (size) => fits(size) && pool.malloc(size),
    calloc: (count, size) => fits(count * size) && pool.calloc(count * size),
    free: (addr: number) => pool.free(addr),
  };
}

const shared = { version: '@thi.ng/malloc 6.1.150', alignment: 8, misuse: 'refused' } as const;

export default defineConfig({
  subjects: [
    poolSubject({ ...shared, id: 'thing-malloc', make: poolOf }),
    poolSubject({ ...shared, id: 'thing-malloc-careful', make: carefulPoolOf }),
  ],
});
