import { hex } from '../../../src/base/units.ts';
import { processView } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { pageTables } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';

const of = (level: number, count: number, entries: number): View =>
  processView({ tables: [{ level, addr: 0x40_0000, count, entries }] });

export const tablesInUse = defineInvariant({
  id: 'process/tables-in-use',
  holds: 'a page table below the root has entries, as many as it counts',
  because:
    'tables would take memory for nothing, or be freed while something is translated by them',
  sources: [source('Linux mm/memory.c, free_pgtables')],
  when: 'always',
  cost: 'O(1)',
  every: pageTables,
  check({ level, addr, count, entries }) {
    if (count === entries && entries > 0) return undefined;
    const at = `level ${level} at ${hex(addr)}`;
    return {
      at,
      expected: entries === 0 ? 'no table' : `${entries} entries`,
      actual: `${count} counted, ${entries} there`,
    };
  },
  examples: {
    holds: [of(4, 0, 0), of(1, 3, 3)],
    violates: [of(1, 0, 0), of(2, 3, 2)],
  },
});
