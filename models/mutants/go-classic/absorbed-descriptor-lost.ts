import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicAbsorbedDescriptorLost = defineMutant({
  id: 'go-classic/absorbed-descriptor-lost',
  story: 'the descriptor of a span that was taken in is never used again',
  sources: [go110('mfixalloc.go', '(*fixalloc).free')],
  patch: {
    file: 'models/classic/span.ts',
    find: 'this.free.push(span);',
    replace: 'void this.free;',
  },
  caughtBy: ['classic/descriptors-in-one-place'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
