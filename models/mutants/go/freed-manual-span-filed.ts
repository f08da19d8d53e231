import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** freeManual does as is done with a span of objects that somebody gives up; the descriptor is dead a moment later. */
export const freedManualSpanFiled = defineMutant({
  id: 'go/freed-manual-span-filed',
  story: 'a manual span that is freed is put on a list of an mcentral',
  sources: [
    goIssue(27997, 'a span that was not in use was found on an unswept list'),
    go119('mheap.go', '(*mheap).freeManual'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.stats.manualInUse -= span.npages * PAGE_BYTES;',
    replace: `this.stats.manualInUse -= span.npages * PAGE_BYTES;
    this.centralOf(span.spanclass).file(this, span);`,
  },
  caughtBy: [
    'go/dead-spans-unlisted',
    'go/swept-sets-hold-swept-spans',
    'go/swept-span-filed-once',
  ],
  withinRuns: 20,
  shortest: { lines: [] },
});
