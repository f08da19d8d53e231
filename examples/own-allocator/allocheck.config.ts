/**
 * An allocator of one's own under test, by allocheck's client invariants and by one of its own.
 *
 *     npx allocheck run --config examples/own-allocator/allocheck.config.ts
 *
 * pool.ts is the allocator, cell-free-or-taken.ts what must hold of its inside, and freed-cell-lost.ts a fault on purpose that
 * shows that the invariant looks.
 *
 * Try it: let `free` push the cell twice, or let `malloc` forget to check the size.
 */
import { defineConfig } from 'allocheck';
import { cellFreeOrTaken } from './cell-free-or-taken.ts';
import { freedCellLost } from './freed-cell-lost.ts';
import { pool } from './pool.ts';

export default defineConfig({
  subjects: [pool],
  invariants: [cellFreeOrTaken],
  mutants: [freedCellLost],
});
