import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A new tiny object shares the slot of an old dead one, and is freed with it. */
export const tinyBlockNotGreyed = defineMutant({
  id: 'go/tiny-block-not-greyed',
  story: 'the current tiny blocks are not marked when a cycle starts',
  sources: [go119('mgcmark.go', 'gcMarkTinyAllocs')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'if (tiny !== 0) shade',
    replace: 'if (tiny < 0) shade',
  },
  caughtBy: [
    'go/tiny-block-marked-while-marking',
    'go/live-blocks-survive-cycles',
    'go/marked-slots-allocated',
    'go/checkmark-finds-all-marked',
  ],
  withinRuns: 50,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    heap: 'gogc=0',
  },
});
