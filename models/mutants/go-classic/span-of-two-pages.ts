import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicSpanOfTwoPages = defineMutant({
  id: 'go-classic/span-of-two-pages',
  story: 'no class has spans of more than two pages',
  sources: [go110('mcentral.go', '(*mcentral).grow: class_to_allocnpages')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'const npages = classToAllocnpages[this.spanclass >>> 1] as number;',
    replace: 'const npages = Math.min(2, classToAllocnpages[this.spanclass >>> 1] as number);',
  },
  caughtBy: ['classic/span-shape-of-class'],
  withinRuns: 50,
  shortest: { lines: ['a = malloc 2689 noscan'] },
});
