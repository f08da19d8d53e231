import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { translations } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PTE } from '../../views/process.ts';

const FILE = frame({ kind: 'file' });

export const fileFramesUnwritable = defineInvariant({
  id: 'process/file-frames-unwritable',
  holds: 'no translation to a page of the executable in the page cache may be written or is dirty',
  because: 'the process would change the program of everybody who runs it',
  sources: [source('Linux mm/memory.c, do_cow_fault'), source('man 2 mmap: MAP_PRIVATE')],
  when: 'always',
  cost: 'O(1)',
  every: translations,
  check({ pte, frame }) {
    if (frame?.kind !== 'file' || (pte.bits & (PTE.WRITE | PTE.DIRTY)) === 0) return undefined;
    return {
      at: hex(pte.addr),
      expected: 'a clean translation for reading',
      actual: `bits ${hex(pte.bits)}`,
    };
  },
  examples: {
    holds: [processView({ ptes: [pte({ bits: PTE.PRESENT })], frames: [FILE] })],
    violates: [processView({ ptes: [pte()], frames: [FILE] })],
  },
});
