import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { stackScans } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';

const scanned = (
  roots: readonly number[],
  mapped: readonly number[],
): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { log } }) => {
    log.scans.push({ g: 0, roots, mapped });
  });

const [A, B] = [HEAP_BASE, HEAP_BASE + 64];

export const stackRootsAreThoseOfMaps = defineInvariant({
  id: 'stacks/stack-roots-are-those-of-maps',
  holds:
    'a collector that scans a stack marks what those locals point to that the maps of the frames call pointers, and nothing else',
  because: 'an object that is in use is freed, or one that nothing can reach is kept',
  implies: ['go/marks-between-must-and-may'],
  sources: [go119('mgcmark.go', 'scanstack, scanframeworker'), go119('stack.go', 'getStackMap')],
  when: 'always',
  cost: 'O(roots log roots)',
  every: stackScans,
  check({ g, roots, mapped }) {
    const [taken, wanted] = [roots, mapped].map((list) => list.toSorted((a, b) => a - b));
    const [missed] = wanted!.filter((root) => !taken!.includes(root));
    const [invented] = taken!.filter((root) => !wanted!.includes(root));
    if (missed === undefined && invented === undefined && taken!.length === wanted!.length) {
      return undefined;
    }
    return {
      at: `stack of goroutine ${g}`,
      expected: `${mapped.length} roots${missed === undefined ? '' : `, ${hex(missed)} among them`}`,
      actual: `${roots.length} roots${invented === undefined ? '' : `, ${hex(invented)} among them`}`,
    };
  },
  examples: {
    holds: [stacksView(), scanned([], []), scanned([B, A], [A, B]), scanned([A, A], [A, A])],
    violates: [scanned([A], []), scanned([], [A]), scanned([A], [A, A]), scanned([A], [B])],
  },
});
