import { hex } from '../../../src/base/units.ts';
import { tcView, objectAt } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { sizedFrees } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcSizeHintCoherent = defineInvariant({
  id: 'tcmalloc/size-hint-coherent',
  holds: 'the class that a free is told by a size is that of the block',
  because: 'it goes to the list of another class',

  sources: [tcmalloc('tcmalloc.cc', 'do_free_with_callback: ValidateSizeHint')],
  when: 'always',
  cost: 'O(1)',
  every: sizedFrees,
  check: ({ addr, hinted, sizeClass }) => expectEqual(`class of ${hex(addr)}`, sizeClass, hinted),
  examples: {
    holds: [
      tcView(),
      tcView(({ log }) => log.freedSized({ addr: objectAt(100), hinted: 1, sizeClass: 1 })),
    ],
    violates: [
      tcView(({ log }) => log.freedSized({ addr: objectAt(100), hinted: 2, sizeClass: 1 })),
    ],
  },
});
