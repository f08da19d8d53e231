/** The pool as allocheck calls it. */
import { poolSubject } from 'allocheck';
import { BumpPool } from './bump-pool.ts';

export const pool = poolSubject({
  id: 'bump-pool',
  alignment: 16,
  make(buffer) {
    const made = new BumpPool(buffer);
    return { malloc: (size) => made.take(size), free: (addr) => made.give(addr as number) };
  },
});
