import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicLargeSpans } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicLargeSpanBusyByLength = defineInvariant({
  id: 'classic/large-span-busy-by-length',
  holds: 'the span of a large object has one object, and is on the list of its length, once',
  because: 'pages of a dead object are not found when some are needed',
  sources: [go110('mheap.go', '(*mheap).busyList')],
  when: 'always',
  cost: 'O(large objects)',
  every: classicLargeSpans,
  check(span, { classic: { busy, busylarge } }) {
    const own = busy[span.npages] ?? busylarge;
    const times = own.filter((it) => it === span).length;
    const at = classicSpanName(span);
    return (
      expectEqual(`times that ${at} is listed`, 1, times) ??
      expectEqual(`objects of ${at}`, 1, span.allocCount)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.busy[5] = [])),
      classicView(({ classic, span }) => classic.busylarge.push(span(16))),
      classicView(({ span }) => (span(2).allocCount = 0)),
    ],
  },
});
