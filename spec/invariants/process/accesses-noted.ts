import { hex } from '../../../src/base/units.ts';
import { processView, pte, step } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { accesses } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const of = (access: 'read' | 'write', bits: number): View =>
  processView({
    ptes: [pte({ bits })],
    step: step({ touches: [{ addr: 0x40_0008, access }] }),
  });

export const accessesNoted = defineInvariant({
  id: 'process/accesses-noted',
  holds: 'a page that was accessed has its accessed bit, and one that was written its dirty bit',
  because: 'the system takes a page for unused, or for unchanged, and throws away what was written',
  sources: [source('Intel SDM volume 3A, 4.8 (accessed and dirty flags)')],
  when: 'always',
  cost: 'O(1)',
  every: accesses,
  check({ touch: { addr, access }, pte }) {
    const needed = access === 'write' ? PTE.ACCESSED | PTE.DIRTY : PTE.ACCESSED;
    const bits = pte?.bits ?? 0;
    if ((bits & needed) === needed) return undefined;
    return { at: hex(addr), expected: `bits ${hex(needed)} after a ${access}`, actual: hex(bits) };
  },
  examples: {
    holds: [
      of('read', PTE.PRESENT | PTE.ACCESSED),
      of('write', PTE.PRESENT | PTE.ACCESSED | PTE.DIRTY),
    ],
    violates: [
      of('read', PTE.PRESENT),
      of('write', PTE.PRESENT | PTE.ACCESSED),
      processView({ step: step({ touches: [{ addr: 0x40_0000, access: 'exec' }] }) }),
    ],
  },
});
