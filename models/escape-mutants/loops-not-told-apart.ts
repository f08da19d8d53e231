import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const loopsNotToldApart = defineMutant({
  id: 'escape/loops-not-told-apart',
  story: 'a variable outside of a loop is not seen to outlive what an iteration makes',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, (*batch).outlives')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'root.loopDepth < other.loopDepth',
    replace: 'false',
  },
  caughtBy: ['escape/stack-objects-end-with-their-frame'],
  withinRuns: 80,
  shortest: {
    seed: 2,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor _, p15 := range []*int{nil, nil} {',
      '\t\t_ = p15',
      '\t\tp15 = new(int)',
      '\t}',
      '}',
    ],
  },
});
