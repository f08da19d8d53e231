import { hex } from '../../../src/base/units.ts';
import { processView, pte, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { translations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

export const translationsInRegions = defineInvariant({
  id: 'process/translations-in-regions',
  holds: 'every translation lies in a region',
  because: 'memory that the process does not have could be accessed, and would never be given back',
  sources: [source('Linux mm/memory.c, unmap_vmas')],
  when: 'always',
  cost: 'O(1)',
  every: translations,
  check({ pte, region }) {
    if (region !== undefined && pte.addr + pte.bytes <= region.end) return undefined;
    return {
      at: hex(pte.addr),
      expected: 'a region around it',
      actual: region === undefined ? 'none' : `one up to ${hex(region.end)}`,
    };
  },
  examples: {
    holds: [processView({ regions: [region()], ptes: [pte()] })],
    violates: [
      processView({ ptes: [pte()] }),
      processView({ regions: [region()], ptes: [pte({ addr: 0x40_1000 })] }),
    ],
  },
});
