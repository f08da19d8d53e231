import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const heapLeakHidesResult = defineMutant({
  id: 'escape/heap-leak-hides-result',
  story: 'a parameter whose content goes to the heap is taken not to come back as a result',
  sources: [source('Go 1.19 cmd/compile/internal/escape/leaks.go, (*leaks).Optimize')],
  patch: {
    file: 'models/escape/tags.ts',
    find: 'heap === undefined || derefs < heap',
    replace: 'heap === undefined',
  },
  caughtBy: [
    'escape/accesses-reach-live-objects',
    'escape/decisions-monotone',
    'escape/heap-holds-no-stack-address',
    'escape/stack-objects-end-with-their-frame',
  ],
  withinRuns: 1750,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'var ga any',
      '',
      'func f0(p3 **int) **int {',
      '\tga = any(*p3)',
      '\treturn p3',
      '}',
      '',
      'func f1(p7 **int) {',
      '}',
      '',
      'func main() {',
      '\tgo f1(f0(new(*int)))',
      '}',
    ],
  },
});
