import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { lazyTranslations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const of = (it: ReturnType<typeof frame>): View =>
  processView({ ptes: [pte({ bits: PTE.PRESENT | PTE.LAZY })], frames: [it] });

export const lazyPagesOwn = defineInvariant({
  id: 'process/lazy-pages-own',
  holds: 'a page that was given back by MADV_FREE has a frame of its own',
  because: 'taking it would free the frame of zeroes, or a page of the executable',
  sources: [source('Linux mm/madvise.c, madvise_free_pte_range')],
  when: 'always',
  cost: 'O(1)',
  every: lazyTranslations,
  check({ pte, frame }) {
    const kind = frame?.kind ?? 'no frame';
    return kind === 'own' ? undefined : { at: hex(pte.addr), expected: 'own', actual: kind };
  },
  examples: {
    holds: [of(frame())],
    violates: [of(frame({ kind: 'zero' }))],
  },
});
