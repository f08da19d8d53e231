import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNewSpanNonempty = defineMutant({
  id: 'go-classic/new-span-nonempty',
  story: 'a new span that a processor is given is put on the nonempty list',
  sources: [go110('mcentral.go', '(*mcentral).cacheSpan: c.empty.insertBack(s)')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'if (span !== undefined) this.empty.push(span);',
    replace: 'if (span !== undefined) this.nonempty.push(span);',
  },
  caughtBy: ['classic/cached-span-is-swept', 'classic/nonempty-spans-have-room'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
