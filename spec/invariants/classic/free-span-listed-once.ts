import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicFreeSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicFreeSpanListedOnce = defineInvariant({
  id: 'classic/free-span-listed-once',
  holds: 'a free span is in exactly one place, the list of its length, or the order of long ones',
  because:
    'a span that is on no list is lost until a neighbour goes free; one on two is handed out twice',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: insert s into appropriate list or treap')],
  when: 'always',
  cost: 'O(free spans)',
  every: classicFreeSpans,
  check(span, { classic: { free, freelarge } }) {
    const own = free[span.npages] ?? freelarge;
    const count = (list: readonly unknown[]): number => list.filter((it) => it === span).length;
    const all = [...free, freelarge].reduce((sum, list) => sum + count(list), 0);
    if (all === 1 && count(own) === 1) return undefined;
    const expected = own === freelarge ? 'once among the long ones' : `once on list ${span.npages}`;
    return {
      at: classicSpanName(span),
      expected,
      actual: `${count(own)} times there, ${all} in all`,
    };
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.free[1] = [])),
      classicView(({ classic, span }) => classic.free[3]!.push(span(7))),
      classicView(({ classic, span }) => ((classic.free[3] = [span(7)]), (classic.free[2] = []))),
    ],
  },
});
