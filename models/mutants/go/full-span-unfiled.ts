import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * cacheSpan pops an unswept span, finds it full after sweeping it, and goes on to the next: no
 * list has it now.
 */
export const fullSpanUnfiled = defineMutant({
  id: 'go/full-span-unfiled',
  story: 'a span that is still full after its sweep is put back on no list',
  sources: [go119('mcentral.go', 'cacheSpan')],
  patch: { file: 'models/go/mcentral.ts', find: 'this.fullSwept(sg).push(span);', replace: '' },
  caughtBy: [
    'go/marks-between-must-and-may',
    'go/swept-span-filed-once',
    'go/unswept-span-awaits-sweep',
  ],
  withinRuns: 800,
  shortest: {
    lines: [
      'a = malloc 6913 noscan',
      'b = malloc 6913 noscan',
      'gc',
      'c = malloc 6913 noscan',
      'gc',
    ],
  },
});
