/**
 * Somebody else's allocator under test: the pool of `@thi.ng/malloc`, over a buffer that it is given.
 *
 *     npm i -D @thi.ng/malloc && npx allocheck run --config examples/thing-malloc/allocheck.config.ts
 */
import { MemPool } from '@thi.ng/malloc';
import { defineConfig, poolSubject } from 'allocheck';

const thingMalloc = poolSubject({
  id: 'thing-malloc',
  title: 'the pool of @thi.ng/malloc',
  version: '@thi.ng/malloc 6.1.150',
  alignment: 8,
  misuse: 'refused',
  make(buf) {
    const pool = new MemPool({ buf });
    return {
      malloc: (size) => pool.malloc(size),
      calloc: (count, size) => pool.calloc(count * size),
      realloc: (addr: number, size) => pool.realloc(addr, size),
      free: (addr: number) => pool.free(addr),
    };
  },
});

export default defineConfig({ subjects: [thingMalloc] });
