import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { resizes } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc, source } from '../../sources.ts';
import type { View } from '../../invariant.ts';

function resized(page: number, usable: number): View {
  const [from, to] = [objectAt(100), objectAt(page)];
  return tcView(({ log }) => log.resized({ from, to, usableBefore: 16, size: usable, usable }));
}

export const tcReallocInPlaceRule = defineInvariant({
  id: 'tcmalloc/realloc-in-place-rule',
  holds:
    'a block stays where it is if a new one of its new size would have as many usable bytes, and only then',
  because:
    'a block has another class than its size says, and a free that is told the size corrupts a list',

  sources: [
    tcmalloc('tcmalloc.cc', 'do_realloc_with_callback'),
    source('gperftools 868a588: a block that stayed kept a class that is not of its size'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: resizes,
  check({ from, to, usableBefore, usable }) {
    const stays = usableBefore === usable;
    if (stays === (from === to)) return undefined;
    const name = (it: boolean): string => (it ? 'in place' : 'moved');
    return { at: hex(from), expected: name(stays), actual: name(from === to) };
  },
  examples: {
    holds: [tcView(), resized(100, 16), resized(101, 32)],
    violates: [resized(101, 16), resized(100, 32)],
  },
});
