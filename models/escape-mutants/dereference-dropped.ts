import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const dereferenceDropped = defineMutant({
  id: 'escape/dereference-dropped',
  story: 'what a pointer points to flows nowhere: one edge is missing',
  sources: [source('Go 1.19 cmd/compile/internal/escape/expr.go, ODEREF')],
  patch: {
    file: 'models/escape/flows.ts',
    find: "return this.expr(dereferenced(note('what it points to')), expr.of);",
    replace: 'return this.discard(expr.of);',
  },
  caughtBy: ['escape/heap-holds-no-stack-address', 'escape/stack-objects-end-with-their-frame'],
  withinRuns: 300,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor _, x3 := range []int{2, 1} {',
      '\t\t_ = x3',
      '\t\tdefer func(p4 *int) {',
      '\t\t}(*&[]*int{new(int)}[0])',
      '\t}',
      '}',
    ],
  },
});
