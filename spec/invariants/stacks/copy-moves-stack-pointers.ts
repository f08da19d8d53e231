import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stackCopied, stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { stackCopies } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import type { CopiedWord } from '../../views/stack-log.ts';

/** How far the stack of `stackCopied` goes. */
const DELTA = 32_768 + 2048;
const INTO = HEAP_BASE + 2000;

const copied = (word: Partial<CopiedWord>): ReturnType<typeof stackCopied> =>
  stackCopied({ words: [{ below: 32, kind: 'local', before: INTO, after: INTO, ...word }] });

export const copyMovesStackPointers = defineInvariant({
  id: 'stacks/copy-moves-stack-pointers',
  holds:
    'a stack that is copied has each pointer into itself moved to the same place of the new one, and every other word as it was',
  because:
    'the goroutine goes on with a pointer into memory of somebody else, or with a number changed',
  implies: ['stacks/frame-chain-unbroken', 'stacks/frame-pointers-into-own-stack'],
  sources: [go119('stack.go', 'copystack, adjustpointer, adjustpointers, adjustframe')],
  when: 'always',
  cost: 'O(words that point into the stack or changed)',
  every: stackCopies,
  check({ g, from, to, words }) {
    for (const { below, kind, before, after } of words) {
      const isInto = kind !== 'other' && from.lo <= before && before < from.hi;
      const expected = isInto ? before + (to.hi - from.hi) : before;
      if (after === expected) continue;
      const what = kind === 'other' ? 'word' : kind;
      return {
        at: `${what} ${below} bytes below the upper end of the stack of goroutine ${g}`,
        expected: hex(expected),
        actual: hex(after),
      };
    }
    return undefined;
  },
  examples: {
    holds: [
      stacksView(),
      stackCopied({}),
      copied({ after: INTO + DELTA }),
      copied({ kind: 'frame pointer', after: INTO + DELTA }),
      copied({ kind: 'other' }),
      copied({ before: HEAP_BASE - 8, after: HEAP_BASE - 8 }),
    ],
    violates: [
      copied({}),
      copied({ kind: 'frame pointer' }),
      copied({ kind: 'other', after: INTO + DELTA }),
      copied({ after: INTO + DELTA - 8 }),
      copied({ before: HEAP_BASE - 8, after: 0 }),
    ],
  },
});
