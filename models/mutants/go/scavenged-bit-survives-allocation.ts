import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Pages keep their scavenged bits when they are handed out, by the page allocator as well as to a page cache. When they
 * come free again they pass for returned.
 */
export const scavengedBitSurvivesAllocation = defineMutant({
  id: 'go/scavenged-bit-survives-allocation',
  story: 'the scavenged bits of pages are not cleared when the pages are allocated',
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).allocRange'),
    go119('malloc_test.go', 'TestScavengedBitsCleared'),
    goIssue(52682, 'pages whose scavenged bits were cleared were never backed'),
  ],
  patch: [
    {
      file: 'models/go/palloc-bits.ts',
      find: 'this.scavenged[w] = (this.scavenged[w] as number) & ~mask;',
      replace: '',
    },
    {
      file: 'models/go/palloc-bits.ts',
      find: 'this.scavenged[w] = (this.scavenged[w] as number) & ~lo;',
      replace: '',
    },
    {
      file: 'models/go/palloc-bits.ts',
      find: 'this.scavenged[w + 1] = (this.scavenged[w + 1] as number) & ~hi;',
      replace: '',
    },
  ],
  caughtBy: ['go/scavenged-pages-free'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
