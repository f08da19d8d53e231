/**
 * An allocator among the other tests of its project.
 *
 *     npx vitest run
 *
 * Try it: let `give` of bump-pool.ts push the block twice, or let `take` round down.
 */
import { testAllocator } from 'allocheck/vitest';
import { expect, it } from 'vitest';
import { pool } from '../pool.ts';

testAllocator('my pool', pool, { runs: 200 });

it('hands out again what came back', () => {
  expect(pool).toHoldInvariants(`
    allocheck 1
    heap bump-pool
    a = malloc 24
    free a
    b = malloc 32
    write b
    c = malloc 32
    read b
  `);
});
