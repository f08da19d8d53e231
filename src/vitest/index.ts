/**
 * allocheck in a project's own tests: `allocheck/vitest`.
 *
 *     import { testAllocator } from 'allocheck/vitest';
 *     import { pool } from './pool.ts';
 *
 *     testAllocator('my pool', pool, { runs: 500 });
 *
 * That is a `describe` with one test for each invariant that the subject can be judged by. Whoever imports this file has the
 * matcher `toHoldInvariants` too.
 */
import { expect } from 'vitest';
import { allocheckMatchers } from './matchers.ts';

expect.extend(allocheckMatchers);

export { allocheckMatchers };
export type { HoldOptions } from './matchers.ts';
export { program } from './program.ts';
export { testAllocator } from './test-allocator.ts';
export type { TestOptions } from './plan.ts';
