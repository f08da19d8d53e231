import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A new tiny object shares the slot of an old dead one on any other processor, and is freed with it. */
export const tinyBlockOfOneProcessorGreyed = defineMutant({
  id: 'go/tiny-block-of-one-processor-greyed',
  story: 'only the first processor has its current tiny block marked when a cycle starts',
  sources: [go119('mgcmark.go', 'gcMarkTinyAllocs')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'const { tiny } = this.#mcaches[p] as MCache;',
    replace: 'const { tiny } = this.#mcaches[0] as MCache;',
  },
  caughtBy: [
    'go/tiny-block-marked-while-marking',
    'go/marked-slots-allocated',
    'go/live-blocks-survive-cycles',
  ],
  withinRuns: 150,
  shortest: {
    lines: ['a = malloc 1 noscan on P1'],
    heap: 'procs=2 gogc=0',
  },
});
