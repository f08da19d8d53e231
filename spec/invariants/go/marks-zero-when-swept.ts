import { hex } from '../../../src/base/units.ts';
import { CACHED, UNSWEPT, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { isSwept } from '../../views/go-slots.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

export const marksZeroWhenSwept = defineInvariant({
  id: 'go/marks-zero-when-swept',
  holds: 'between two cycles the mark bits of a swept span are zero',
  because:
    'an object of the next cycle is taken for marked: it is not scanned, and what it points to is freed',
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep'), go119('mheap.go', 'newMarkBits')],
  when: 'always',
  cost: 'O(slots / 32)',
  every: changedSpans,
  check(span, { go }) {
    if (go.gcphase !== GC_OFF || !isSwept(span, go.sweepgen)) return undefined;
    const { gcmarkBits } = span;
    for (let word = 0; word < gcmarkBits.length; word += 1) {
      if (gcmarkBits[word] === 0) continue;
      const slot = word * 32 + 31 - Math.clz32(gcmarkBits[word]!);
      return { at: hex(span.startAddr), expected: 'no mark bits', actual: `slot ${slot} marked` };
    }
    return undefined;
  },
  examples: {
    holds: [
      heapOf(span(), span({ page: 1, sweepgen: UNSWEPT, marked: [0] })),
      goView({ gcphase: GC_MARK, spans: [span({ marked: [0] })] }),
    ],
    violates: [heapOf(span({ marked: [0] })), heapOf(span({ sweepgen: CACHED, marked: [127] }))],
  },
});
