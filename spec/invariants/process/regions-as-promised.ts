import { hex } from '../../../src/base/units.ts';
import { processView, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { promisedRegions } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT, isAlike, protText } from '../../views/process.ts';
import type { RegionView } from '../../views/process.ts';

function textOf(it: RegionView | undefined): string {
  if (it === undefined) return 'no region';
  const { start, end, prot, kind, fileOffset, isHuge, isCommitted, grows } = it;
  const marks = [
    fileOffset >= 0 && `from ${hex(fileOffset)} of the file`,
    isHuge && 'huge',
    isCommitted && 'committed',
    grows && 'growing',
  ];
  const said = marks.filter((mark) => mark !== false).join(', ');
  return `${hex(start)}…${hex(end)} ${protText(prot)} ${kind} ${said}`.trim();
}

function isEqual(a: RegionView | undefined, b: RegionView | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const isThere = a.start === b.start && a.end === b.end && a.fileOffset === b.fileOffset;
  return isThere && isAlike(a, b);
}

export const regionsAsPromised = defineInvariant({
  id: 'process/regions-as-promised',
  holds: 'the regions are the runs of equal pages that the calls so far come to',
  because:
    'memory would be where nobody asked for it, or not where somebody did, or with other rights',
  sources: [source('man 2 mmap, munmap, mprotect, madvise, brk')],
  when: 'always',
  cost: 'O(1)',
  every: promisedRegions,
  check({ actual, promised }) {
    if (isEqual(actual, promised)) return undefined;
    const at = hex((promised ?? actual)?.start ?? 0);
    return { at, expected: textOf(promised), actual: textOf(actual) };
  },
  examples: {
    holds: [processView({ regions: [region()] })],
    violates: [
      processView({ regions: [region()], promisedRegions: [] }),
      processView({ promisedRegions: [region()] }),
      processView({ regions: [region()], promisedRegions: [region({ prot: PROT.READ })] }),
    ],
  },
});
