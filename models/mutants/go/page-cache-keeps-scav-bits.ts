import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheKeepsScavBits = defineMutant({
  id: 'go/page-cache-keeps-scav-bits',
  story: 'a page cache still knows pages as scavenged that it has handed out',
  sources: [
    go119('mpagecache.go', '(*pageCache).alloc: c.scav &^= mask'),
    goIssue(52682, 'scavenged bits and what was backed went apart'),
  ],
  patch: { file: 'models/go/page-cache.ts', find: 'this.scavLo &= ~lo;', replace: '' },
  caughtBy: ['go/page-cache-scav-subset'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
