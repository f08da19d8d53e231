import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const longestPathKept = defineMutant({
  id: 'escape/longest-path-kept',
  story:
    'of two paths to a location the one with more dereferences is kept, so that a flow more hides one',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, walkOne')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'from.walk?.id === this.#id && from.walk.derefs <= reached',
    replace: 'from.walk?.id === this.#id && (from.walk.derefs >= reached || reached > 4)',
  },
  caughtBy: [
    'escape/accesses-reach-live-objects',
    'escape/decisions-monotone',
    'escape/heap-holds-no-stack-address',
    'escape/stack-objects-end-with-their-frame',
  ],
  withinRuns: 1450,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'type T struct {',
      '\tv int',
      '\tp *int',
      '\tn *T',
      '}',
      '',
      'var g *int',
      'var gt *T',
      'var ga any',
      '',
      'func f1(n int, t4 T, s5 []*int, c6 func() *int) {',
      '\tgt.p = nil',
      '\tf1(n - 1, T{n, new(int), &T{2, new(int), nil}}, s5, func() *int {',
      '\t\tgt = func() *T {',
      '\t\t\treturn &t4',
      '\t\t}()',
      '\t\treturn &n',
      '\t})',
      '\t*g = 1',
      '}',
      '',
      'func main() {',
      '}',
    ],
  },
});
