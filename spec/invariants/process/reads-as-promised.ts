import { hex } from '../../../src/base/units.ts';
import { processView, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { bytesRead } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const of = (expected: readonly number[], actual: number): View =>
  processView({ step: step({ readings: [{ addr: 0x40_0000, expected, actual }] }) });

export const readsAsPromised = defineInvariant({
  id: 'process/reads-as-promised',
  holds: 'a read gives what was written last, or what the loader put there, or zero',
  because: 'the process computes with bytes that it never had',
  sources: [source('man 2 mmap, madvise')],
  when: 'always',
  cost: 'O(1)',
  every: bytesRead,
  check({ addr, expected, actual }) {
    if (expected.includes(actual)) return undefined;
    return { at: hex(addr), expected: expected.join(' or '), actual: String(actual) };
  },
  examples: {
    holds: [of([7], 7), of([7, 0], 0)],
    violates: [of([7], 0), of([7, 0], 1)],
  },
});
