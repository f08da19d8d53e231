import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const assignmentInLoopMissed = defineMutant({
  id: 'escape/assignment-in-loop-missed',
  story:
    'what a loop assigns in front of a closure in a further loop is taken to be the first value',
  sources: [source('Go 1.19 cmd/compile/internal/escape/expr.go, OCLOSURE')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'if (location.loopDepth === this.loopDepth) location.isReassigned = false;',
    replace: 'location.isReassigned = false;',
  },
  caughtBy: ['escape/results-independent-of-placement'],
  withinRuns: 500,
  shortest: {
    seed: 2,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor x3 := 0; x3 < 1; x3++ {',
      '\t\tdefer func(p4 *int) {',
      '\t\t\tprintln(x3)',
      '\t\t}(nil)',
      '\t}',
      '}',
    ],
  },
});
