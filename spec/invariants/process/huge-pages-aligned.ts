import { hex } from '../../../src/base/units.ts';
import { processView, pte, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { hugeTranslations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { HUGE_PAGE, PTE } from '../../views/process.ts';

const of = (over: { readonly addr?: number; readonly frame?: number }, bytes: number): View =>
  processView({
    regions: [region({ end: 0x40_0000 + bytes })],
    ptes: [pte({ bits: PTE.PRESENT | PTE.HUGE, ...over })],
  });

export const hugePagesAligned = defineInvariant({
  id: 'process/huge-pages-aligned',
  holds:
    'a huge page lies at a multiple of 2 MiB, in frames from a multiple of 512 on, whole in one region',
  because:
    'the processor would translate to other frames, or what a call does to a part would be done to all',
  sources: [
    source('Intel SDM volume 3A, 4.5 (a PDE that maps a 2-MByte page)'),
    source('Linux mm/huge_memory.c, thp_vma_suitable_order'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: hugeTranslations,
  check({ pte: { addr, frame }, region }) {
    const isAligned = addr % HUGE_PAGE === 0 && frame % 512 === 0;
    const isInside = region !== undefined && region.end >= addr + HUGE_PAGE;
    if (isAligned && isInside) return undefined;
    const lies = region === undefined ? 'no region' : `${hex(region.start)}…${hex(region.end)}`;
    return {
      at: hex(addr),
      expected: 'an aligned huge page in one region',
      actual: `frame ${frame}, ${lies}`,
    };
  },
  examples: {
    holds: [of({}, HUGE_PAGE)],
    violates: [
      of({}, HUGE_PAGE / 2),
      of({ frame: 513 }, HUGE_PAGE),
      of({ addr: 0x40_1000 }, 2 * HUGE_PAGE),
    ],
  },
});
