import { hex } from '../../../src/base/units.ts';
import { processView } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { heldPages } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const of = (expected: readonly number[], actual: number): View =>
  processView({ contents: [{ addr: 0x40_0000, expected, actual }] });

export const contentsAsPromised = defineInvariant({
  id: 'process/contents-as-promised',
  holds: 'every mapped page holds what was written last, or what the loader put there, or zero',
  because: 'a write was lost, or went somewhere else, or what was to be forgotten was not',
  sources: [source('man 2 mmap, madvise')],
  when: 'always',
  cost: 'O(bytes held)',
  every: heldPages,
  check({ addr, expected, actual }) {
    if (expected.includes(actual)) return undefined;
    return { at: hex(addr), expected: expected.join(' or '), actual: String(actual) };
  },
  examples: {
    holds: [of([7], 7), of([7, 0], 0)],
    violates: [of([7], 0), of([7, 0], 1)],
  },
});
