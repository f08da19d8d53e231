import { MIB } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { extentSteps } from '../../quantifiers/page-steps.ts';
import { go119, source } from '../../sources.ts';

/** A heap of so many megabytes at the operating system, and in its ranges in use. */
const extent = (committed: number, mapped: number): FixtureView =>
  altered(goView(), ({ os, go }) => {
    os.committedBytes = committed * MIB;
    go.pages.inUse = { ...go.pages.inUse, totalBytes: mapped * MIB };
  });

export const mappedMemoryStaysMapped = defineInvariant({
  id: 'go/mapped-memory-stays-mapped',
  holds: 'memory that was mapped for the heap stays prepared or ready, and its ranges in use stay',
  because:
    'the heap never unmaps: whoever is given the pages next uses memory that is somebody else’s, or nobody’s',
  implies: ['go/os-backs-what-is-counted'],
  sources: [
    go119('mem.go', 'the comment on the states of memory'),
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: sysUnused'),
    source('coreclr PR #5623: a range that could not be committed became unreserved'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: extentSteps,
  check({ before, after }) {
    for (const name of ['committedBytes', 'mappedBytes'] as const) {
      if (after[name] >= before[name]) continue;
      return { at: name, expected: `${before[name]} or more`, actual: String(after[name]) };
    }
    return undefined;
  },
  examples: {
    holds: [extent(1, 2).after(extent(1, 2)), extent(2, 2).after(extent(1, 1))],
    violates: [extent(1, 2).after(extent(2, 2)), extent(2, 1).after(extent(2, 2))],
  },
});
