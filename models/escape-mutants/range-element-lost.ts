import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const rangeElementLost = defineMutant({
  id: 'escape/range-element-lost',
  story: 'the elements that a range goes over do not flow to its variable',
  sources: [source('Go 1.19 cmd/compile/internal/escape/stmt.go, ORANGE')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'if (element !== undefined) {',
    replace: 'if (element === undefined) {',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 200,
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
      'func f2(n int) {',
      '\tfor _, p17 := range []*int{new(int)} {',
      '\t\t_ = func() *T {',
      '\t\t\treturn &T{n, p17, nil}',
      '\t\t}()',
      '\t}',
      '}',
      '',
      'func main() {',
      '\tdefer f2(1)',
      '}',
    ],
  },
});
