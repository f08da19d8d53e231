import { classicDid, classicView, noteAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicSplits } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicRestAtHighEnd = defineInvariant({
  id: 'classic/rest-at-high-end',
  holds: 'of a span that is too long the low end is taken, and the rest is all that follows',
  because: 'pages are lost where a span is cut, or the heap is used from its high end',
  sources: [go110('mheap.go', 'allocSpanLocked: trim extra and put it back in the heap')],
  when: 'always',
  cost: 'O(1)',
  every: classicSplits,
  check({ npages, before, taken, rest }) {
    const at = `cut of ${before.npages} pages at ${hex(before.startAddr)}`;
    return (
      expectEqual(`pages taken, ${at}`, npages, taken.npages) ??
      expectEqual(
        `page that is taken first, ${at}`,
        0,
        pages(taken.startAddr - before.startAddr),
      ) ??
      expectEqual(
        `page that is left first, ${at}`,
        npages,
        pages(rest.startAddr - before.startAddr),
      ) ??
      expectEqual(`pages left, ${at}`, before.npages - npages, rest.npages)
    );
  },
  examples: {
    holds: [classicView(), classicDid({ split: {} })],
    violates: [
      classicDid({ split: { taken: noteAt(8, 4), rest: noteAt(7, 1) } }),
      classicDid({ split: { rest: noteAt(11, 2) } }),
      classicDid({ split: { taken: noteAt(7, 5) } }),
    ],
  },
});

function pages(bytes: number): number {
  return bytes / PAGE_BYTES;
}
