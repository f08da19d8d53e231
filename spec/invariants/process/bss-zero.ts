import { hex } from '../../../src/base/units.ts';
import { processView } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { bssPages } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const of = (actual: number): View =>
  processView({ bss: [{ addr: 0x40_3030, expected: [0], actual }] });

export const bssZero = defineInvariant({
  id: 'process/bss-zero',
  holds: 'every byte of bss is zero when the process begins',
  because: 'a variable without an initial value would have one, from the file',
  sources: [source('Linux fs/binfmt_elf.c, padzero'), source('C11 6.7.9, paragraph 10')],
  when: 'always',
  cost: 'O(PAGE)',
  every: bssPages,
  check({ addr, actual }) {
    return actual === 0 ? undefined : { at: hex(addr), expected: '0', actual: String(actual) };
  },
  examples: {
    holds: [of(0)],
    violates: [of(0x41)],
  },
});
