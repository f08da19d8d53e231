import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const calledClosureTrusted = defineMutant({
  id: 'escape/called-closure-trusted',
  story: 'a closure that is called on the spot may return what is inside of it',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, (*batch).outlives')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'isInside(root.func, other.func) && this.#called.has(root.func as Func)',
    replace: 'this.#called.has(root.func as Func)',
  },
  caughtBy: ['escape/stack-objects-end-with-their-frame'],
  withinRuns: 400,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfunc(p1 *int) {',
      '\t}(func() *int {',
      '\t\treturn new(int)',
      '\t}())',
      '}',
    ],
  },
});
