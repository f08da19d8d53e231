import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What the rest points to is not marked. */
export const obletsNotQueued = defineMutant({
  id: 'go/oblets-not-queued',
  story: 'only the first 128 KiB of a large object are scanned',
  sources: [go119('mgcmark.go', 'scanobject: maxObletBytes')],
  patch: {
    file: 'models/go/mark.ts',
    find: 'for (let at = from + MAX_OBLET_BYTES; at < limit; at += MAX_OBLET_BYTES) gcw.put(at);',
    replace: '',
  },
  caughtBy: ['go/heap-live-covers-objects'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 131073', 'freeOSMemory'] },
});
