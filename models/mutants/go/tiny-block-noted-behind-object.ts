import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** tinyoffset is added once more, so that objects are cut from behind the block. */
export const tinyBlockNotedBehindObject = defineMutant({
  id: 'go/tiny-block-noted-behind-object',
  story: 'the current tiny block is noted by where its unused part begins',
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"')],
  patch: { file: 'models/go/go-heap.ts', find: 'c.tiny = addr;', replace: 'c.tiny = addr + size;' },
  caughtBy: ['go/tiny-block-allocated'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
