import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const scavengedPagesNotHidden = defineMutant({
  id: 'go/scavenged-pages-not-hidden',
  story: 'free pages can be given to somebody while their memory is given back',
  sources: [
    source(
      'gperftools #1204: the page heap dropped its lock while it gave a span back, which others could take meanwhile',
    ),
    go119('mgcscavenge.go', '(*pageAlloc).scavengeOne: allocRange'),
  ],
  patch: [
    {
      file: 'models/go/page-alloc.ts',
      find: 'this.#allocRange(run.base, run.npages);',
      replace: '',
    },
    { file: 'models/go/page-alloc.ts', find: 'this.#free(run.base, run.npages);', replace: '' },
  ],
  caughtBy: ['go/scavenged-pages-hidden'],
  withinRuns: 110,
  shortest: { lines: ['freeOSMemory'] },
});
