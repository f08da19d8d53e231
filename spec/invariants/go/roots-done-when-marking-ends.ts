import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { theRoots } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

/** Root jobs done, of three of which the last two are stacks. */
const afterJobs = (done: number, scannedStacks: boolean[], gcphase?: number): FixtureView =>
  altered(goView(gcphase === undefined ? {} : { gcphase }), ({ go, goTouched }) => {
    goTouched.cycles.push(0);
    Object.assign(go.collector, {
      markrootNext: done,
      markrootJobs: 3,
      stacks: scannedStacks.length,
      scannedStacks,
    });
  });

export const rootsDoneWhenMarkingEnds = defineInvariant({
  id: 'go/roots-done-when-marking-ends',
  holds:
    'when a cycle is over all of its root jobs are done, and every stack was scanned or is newer',
  because: 'what only the forgotten root leads to is swept while it is in use',
  implies: ['go/live-blocks-survive-cycles', 'go/marks-between-must-and-may'],
  sources: [
    go119('mgcmark.go', 'gcMarkRootCheck: left over markroot jobs'),
    go119('mgcmark.go', 'gcMarkRootCheck: scan missed a g'),
  ],
  when: 'always',
  cost: 'O(stacks)',
  every: theRoots,
  check({ collector: { markrootNext, markrootJobs, stacks, scannedStacks } }) {
    if (markrootNext < markrootJobs) {
      return { at: 'root jobs', expected: `${markrootJobs} done`, actual: String(markrootNext) };
    }
    for (let g = 0; g < stacks; g += 1) {
      if (scannedStacks[g] === true) continue;
      return { at: `stack of goroutine ${g}`, expected: 'scanned', actual: 'not scanned' };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), afterJobs(3, [true, true]), afterJobs(1, [true, false], GC_MARK)],
    violates: [afterJobs(2, [true, true]), afterJobs(3, [true, false])],
  },
});
