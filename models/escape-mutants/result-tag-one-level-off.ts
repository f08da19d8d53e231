import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const resultTagOneLevelOff = defineMutant({
  id: 'escape/result-tag-one-level-off',
  story: 'a parameter that comes back as a result is taken to come back by what it points to',
  sources: [source('Go 1.19 cmd/compile/internal/escape/graph.go, (*location).leakTo')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'leakToResult(param.leaks, index, derefs);',
    replace: 'leakToResult(param.leaks, index, derefs + 1);',
  },
  caughtBy: ['escape/heap-holds-no-stack-address', 'escape/stack-objects-end-with-their-frame'],
  withinRuns: 450,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'func f0(p3 **int) **int {',
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
