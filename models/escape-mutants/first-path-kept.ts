import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const firstPathKept = defineMutant({
  id: 'escape/first-path-kept',
  story: 'the first path to a location is kept, where a later one has fewer dereferences',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, walkOne')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'from.walk?.id === this.#id && from.walk.derefs <= reached',
    replace: 'from.walk?.id === this.#id',
  },
  caughtBy: ['escape/decisions-monotone', 'escape/heap-holds-no-stack-address'],
  withinRuns: 1450,
  shortest: {
    seed: 2,
    lines: [
      'package main',
      '',
      'type T struct {',
      '\tv int',
      '\tp *int',
      '\tn *T',
      '}',
      '',
      'func f0(p2 **int, t3 T) {',
      '}',
      '',
      'func main() {',
      '\tdefer func(p23 *int) {',
      '\t\tgo f0(func() **int {',
      '\t\t\treturn &p23',
      '\t\t}(), T{0, p23, nil})',
      '\t}(nil)',
      '}',
    ],
  },
});
