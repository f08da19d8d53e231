import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const laterAssignmentMissed = defineMutant({
  id: 'escape/later-assignment-missed',
  story: 'a closure has a copy of a variable that is assigned again',
  sources: [source('Go 1.19 cmd/compile/internal/escape/assign.go, reassigned')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'for (const { to } of holes) to.isReassigned = true;',
    replace: '',
  },
  caughtBy: ['escape/results-independent-of-placement'],
  withinRuns: 250,
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
