import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { maxLengths } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';
import { LIST_LENGTH_MAX } from '../../views/tcmalloc.ts';
import type { View } from '../../invariant.ts';
import type { MaxLengthStep } from '../../views/tcmalloc-log.ts';

/** What a list may hold next. */
function nextMax(by: MaxLengthStep['by'], before: number, batch: number): number {
  if (by === 'scavenge') return Math.max(before - batch, batch);
  if (before < batch) return before + 1;
  if (by === 'cut') return before - batch;
  const longer = Math.min(before + batch, LIST_LENGTH_MAX);
  return longer - (longer % batch);
}

function stepped(by: MaxLengthStep['by'], before: number, after: number): View {
  const step = { thread: 0, sizeClass: 1, by, before, after, batch: 2 };
  return tcView(({ log }) => log.maxLengthSet(step));
}

export const tcSlowStartStep = defineInvariant({
  id: 'tcmalloc/slow-start-step',
  holds: 'what a list may hold changes by one, or by a batch, or to a batch',
  because: 'a thread hoards at once, or a list that is used much stays short',

  sources: [tcmalloc('thread_cache.cc', 'FetchFromCentralCache, ListTooLong, Scavenge')],
  when: 'always',
  cost: 'O(1)',
  every: maxLengths,
  check({ thread, sizeClass, by, before, after, batch }) {
    const expected = nextMax(by, before, batch);
    return expectEqual(
      `room of class ${sizeClass} of thread ${thread} after a ${by}`,
      expected,
      after,
    );
  },
  examples: {
    holds: [
      tcView(),
      stepped('fetch', 1, 2),
      stepped('fetch', 2, 4),
      stepped('cut', 1, 2),
      stepped('cut', 6, 4),
      stepped('scavenge', 4, 2),
    ],
    violates: [
      stepped('fetch', 1, 3),
      stepped('fetch', 2, 3),
      stepped('cut', 6, 5),
      stepped('scavenge', 4, 1),
    ],
  },
});
