import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** An object that nothing can reach lives as long as a frame that once had it. */
export const everyLocalARoot = defineMutant({
  id: 'go-stacks/every-local-a-root',
  story: 'a scan takes each word of a frame for a pointer, whatever the map says',
  sources: [go119('mgcmark.go', 'scanframeworker'), go119('stack.go', 'getStackMap')],
  patch: {
    file: 'models/runtime/go-stack.ts',
    find: 'if (map[word] === 1) visit(at + word * WORD_BYTES);',
    replace: 'visit(at + word * WORD_BYTES);',
  },
  caughtBy: ['stacks/stack-roots-are-those-of-maps', 'stacks/copy-moves-stack-pointers'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
