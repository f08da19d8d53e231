import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

const one = heapOf(span());

export const osBacksWhatIsCounted = defineInvariant({
  id: 'go/os-backs-what-is-counted',
  holds:
    'heapInUse, manualInUse and heapFree are the bytes that are ready at the operating system, heapReleased those that are prepared',
  because: 'memory was given back or taken without a word in the books, or the other way round',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: sysUsed, heapReleased'),
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: sysUnused, heapReleased'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: heapCounters,
  check({ heapInUse, manualInUse, heapFree, heapReleased }, { os }) {
    const { residentBytes, committedBytes } = os;
    const ready = heapInUse + manualInUse + heapFree;
    if (ready === residentBytes && heapReleased === committedBytes - residentBytes) {
      return undefined;
    }
    const expected = `${residentBytes} and ${committedBytes - residentBytes}`;
    const actual = `${heapInUse} + ${manualInUse} + ${heapFree} and ${heapReleased}`;
    return { at: 'heapInUse + manualInUse + heapFree and heapReleased', expected, actual };
  },
  examples: {
    holds: [goView(), goView({ arenas: 0 }), one],
    violates: [
      altered(one, ({ os }) => (os.residentBytes -= PAGE_BYTES)),
      altered(one, ({ os }) => (os.committedBytes -= PAGE_BYTES)),
      altered(one, ({ go }) => (go.stats.heapFree += PAGE_BYTES)),
    ],
  },
});
