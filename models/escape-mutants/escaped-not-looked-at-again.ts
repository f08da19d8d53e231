import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const escapedNotLookedAtAgain = defineMutant({
  id: 'escape/escaped-not-looked-at-again',
  story: 'what an object holds stays where it is when the object turns out to escape',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, walkAll')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'if (waiting.has(location)) return;',
    replace: 'if (waiting.has(location) || location.escapes) return;',
  },
  caughtBy: ['escape/accesses-reach-live-objects', 'escape/heap-holds-no-stack-address'],
  withinRuns: 60,
  shortest: {
    seed: 3,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor _, x3 := range []int{0} {',
      '\t\tgo func(p4 *int) {',
      '\t\t\t_ = make([]int, x3)[0]',
      '\t\t}(nil)',
      '\t}',
      '}',
    ],
  },
});
