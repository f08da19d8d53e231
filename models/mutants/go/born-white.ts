import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A stack that was scanned before the object was made is not scanned again. */
export const bornWhite = defineMutant({
  id: 'go/born-white',
  story: 'an object that is made while marking runs is not marked',
  sources: [go119('mgcmark.go', 'gcmarknewobject')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'gcmarknewobject(this.#heap, addr, this.#gcw);',
    replace: '',
  },
  caughtBy: [
    'go/checkmark-finds-all-marked',
    'go/live-blocks-survive-cycles',
    'go/marked-slots-allocated',
    'go/new-blocks-born-black',
  ],
  withinRuns: 100,
  shortest: { lines: ['gcStart', 'a = malloc 1 noscan'] },
});
