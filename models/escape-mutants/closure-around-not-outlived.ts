import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const closureAroundNotOutlived = defineMutant({
  id: 'escape/closure-around-not-outlived',
  story: 'a variable around a closure is not seen to outlive what the closure makes',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, (*batch).outlives')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'return isInside(other.func, root.func);',
    replace: 'return false;',
  },
  caughtBy: ['escape/stack-objects-end-with-their-frame'],
  withinRuns: 150,
  shortest: {
    seed: 2,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tvar s5 []int = nil',
      '\t_ = s5',
      '\tdefer func() {',
      '\t\ts5 = []int{0, 1}',
      '\t}()',
      '}',
    ],
  },
});
