/**
 * An allocator of one's own under test: a pool of 64-byte cells over an ArrayBuffer, with a free list.
 *
 *     npx allocheck run --config examples/pool/allocheck.config.ts
 *
 * Try it: let `free` push the cell twice, or let `malloc` forget to check the size.
 */
import { Refusal, defineConfig, defineSubject } from 'allocheck';
import type { Subject } from 'allocheck';

const CELL_BYTES = 64;
const CELLS = 512;
/** The first cell; 0 is no address. */
const BASE = CELL_BYTES;

function createPool(): Subject {
  const words = new Int32Array(((CELLS + 1) * CELL_BYTES) / 4);
  const bytes = new Uint8Array(words.buffer);
  const free = Array.from({ length: CELLS }, (_, i) => BASE + (CELLS - 1 - i) * CELL_BYTES);
  const live = new Set<number>();
  return {
    memory: { slabBytes: 2 ** 20, slab: () => ({ words, bytes }) },
    maxSize: CELL_BYTES,
    malloc(size, pointerWords, zeroed) {
      if (!Number.isInteger(size) || size < 0 || size > CELL_BYTES) {
        throw new Refusal('bad-size', `a cell has ${CELL_BYTES} bytes, not ${size}`);
      }
      const addr = free.pop();
      if (addr === undefined) throw new Refusal('out-of-memory', 'all cells are taken');
      live.add(addr);
      if (zeroed || pointerWords !== 0) bytes.fill(0, addr, addr + CELL_BYTES);
      return addr;
    },
    free(addr) {
      if (!live.delete(addr)) throw new Refusal('bad-free', `no live cell at ${addr}`);
      free.push(addr);
    },
    usableSize: () => CELL_BYTES,
    alignmentOf: () => CELL_BYTES,
    footprint: () => [free.length, live.size],
  };
}

const pool = defineSubject({
  id: 'pool',
  title: 'a pool of 64-byte cells',
  offers: [],
  geometries: ['flat'],
  edges: [8, 16, 32, 64],
  create: createPool,
});

export default defineConfig({ subjects: [pool] });
