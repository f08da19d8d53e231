import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const contentLeakMissed = defineMutant({
  id: 'escape/content-leak-missed',
  story: 'what a parameter points to, and leaks, is left out of its tag',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, walkOne')],
  patch: {
    file: 'models/escape/solve.ts',
    find: "if (at.variable?.role === 'param') this.#leak",
    replace: "if (at.variable?.role === 'param' && derefs <= 0) this.#leak",
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 1100,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'func f1(n int, s4 []*int) ([]*int, *int) {',
      '\treturn append(s4, nil), &n',
      '}',
      '',
      'func main() {',
      '\ts19, p20 := f1(0, []*int{new(int)})',
      '\t_ = p20',
      '\t_ = s19',
      '}',
    ],
  },
});
