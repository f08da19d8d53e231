import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNewSpanOnNoList = defineMutant({
  id: 'go-classic/new-span-on-no-list',
  story: 'a new span is put on no list of its class',
  sources: [go110('mcentral.go', '(*mcentral).cacheSpan: c.empty.insertBack(s)')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'if (span !== undefined) this.empty.push(span);',
    replace: 'void this.empty;',
  },
  caughtBy: ['classic/cached-span-is-swept', 'classic/small-span-listed-once'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
