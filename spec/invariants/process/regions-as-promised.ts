import { hex } from '../../../src/base/units.ts';
import { processView, region } from '../../fixtures/process.ts';
import { defineInvariant } from '../../invariant.ts';
import { promisedRegions } from '../../quantifiers/process.ts';
import { source } from '../../sources.ts';
import { PROT, protText } from '../../views/process.ts';
import type { RegionView } from '../../views/process.ts';

function textOf(it: RegionView | undefined): string {
  if (it === undefined) return 'no region';
  const { start, end, prot, kind, isHuge, isCommitted, grows } = it;
  const marks = [isHuge && 'huge', isCommitted && 'committed', grows && 'growing'];
  const said = marks.filter((mark) => mark !== false).join(', ');
  return `${hex(start)}…${hex(end)} ${protText(prot)} ${kind} ${said}`.trim();
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
    const [is, should] = [textOf(actual), textOf(promised)];
    if (is === should) return undefined;
    return { at: hex((promised ?? actual)?.start ?? 0), expected: should, actual: is };
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
