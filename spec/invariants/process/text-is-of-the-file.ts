import { hex } from '../../../src/base/units.ts';
import { frame, processView, pte, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import type { View } from '../../invariant.ts';
import { unwrittenText } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT, PTE } from '../../views/process.ts';

const of = (it: ReturnType<typeof frame>): View =>
  processView({
    regions: [region({ kind: 'text', prot: PROT.READ | PROT.EXEC, fileOffset: 0 })],
    ptes: [pte({ bits: PTE.PRESENT })],
    frames: [it],
    pageAt: (addr) => ({ addr, kind: 'text', wasTouched: true, wasWritten: false }),
  });

export const textIsOfTheFile = defineInvariant({
  id: 'process/text-is-of-the-file',
  holds: 'a page of text that was not written leads to its page of the executable',
  because:
    'the program would run something else than what was linked, or use memory for copies of it',
  sources: [source('Linux mm/memory.c, do_read_fault')],
  when: 'always',
  cost: 'O(1)',
  every: unwrittenText,
  check({ pte, frame }) {
    const kind = frame?.kind ?? 'no frame';
    return kind === 'file' ? undefined : { at: hex(pte.addr), expected: 'file', actual: kind };
  },
  examples: {
    holds: [of(frame({ kind: 'file' }))],
    violates: [of(frame()), of(frame({ frame: 7 }))],
  },
});
