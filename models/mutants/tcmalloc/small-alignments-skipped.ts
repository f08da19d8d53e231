import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const smallAlignmentsSkipped = defineMutant({
  id: 'tcmalloc/small-alignments-skipped',
  story: 'alignments up to 16 are taken for what every block has',
  sources: [source('mimalloc #206: alignments up to 16 needed nothing')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'return Math.max(alignment, Math.ceil(size / alignment) * alignment);',
    replace:
      'return alignment <= 16 ? size : Math.max(alignment, Math.ceil(size / alignment) * alignment);',
  },
  caughtBy: ['client/block-aligned'],
  withinRuns: 540,
  shortest: { lines: ['a = malloc 1', 'b = memalign 16 1'] },
});
