import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { threadLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';
import { LIST_LENGTH_MAX } from '../../views/tcmalloc.ts';

export const tcMaxLengthShape = defineInvariant({
  id: 'tcmalloc/max-length-shape',
  holds: 'a list may hold 1 to 8192 objects, and whole batches from the first batch on',
  because: 'a fetch fills a list beyond what it may hold, or only in part',

  sources: [tcmalloc('thread_cache.cc', 'FetchFromCentralCache: ASSERT of max_length')],
  when: 'always',
  cost: 'O(1)',
  every: threadLists,
  check({ thread, sizeClass, list: { maxLength } }, { tcmalloc: { sizeMap } }) {
    const at = `room of class ${sizeClass} of thread ${thread}`;
    const batch = sizeMap.batches[sizeClass]!;
    if (maxLength >= batch && maxLength % batch !== 0)
      return { at, expected: `a multiple of ${batch}`, actual: String(maxLength) };
    return expectWithin(at, 1, LIST_LENGTH_MAX, maxLength);
  },
  examples: {
    holds: [tcView(), tcView(({ tc }) => (tc.caches[0]!.lists[1]!.maxLength = 4))],
    violates: [
      tcView(({ tc }) => (tc.caches[0]!.lists[1]!.maxLength = 3)),
      tcView(({ tc }) => (tc.caches[0]!.lists[1]!.maxLength = 0)),
    ],
  },
});
