import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcClassSpanFiledOnce = defineInvariant({
  id: 'tcmalloc/class-span-filed-once',
  holds: 'a span of a class is on one of its two lists',
  because: 'its objects are lost to everybody, or handed out twice',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList: nonempty_, empty_')],
  when: 'quiescent',
  cost: 'O(spans of the class)',
  every: classSpans,
  check(span, { tcmalloc: { central } }) {
    const { nonempty = [], empty = [] } = central[span.sizeClass] ?? {};
    const times = [...nonempty, ...empty].filter((it) => it === span).length;
    return expectEqual(`lists with the ${spanName(span)}`, 1, times);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.central[2]!.nonempty = []))] },
});
