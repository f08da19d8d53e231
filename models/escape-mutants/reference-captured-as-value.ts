import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const referenceCapturedAsValue = defineMutant({
  id: 'escape/reference-captured-as-value',
  story: 'a closure that has the address of a variable is taken to have a copy',
  sources: [source('Go 1.19 cmd/compile/internal/escape/escape.go, flowClosure')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'const to = isCopied ? hole : addressed(hole);',
    replace: 'const to = hole;',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 60,
  shortest: {
    seed: 2,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor x3 := 0; x3 < 1; x3++ {',
      '\t\tdefer func(p4 *int) {',
      '\t\t\t_ = x3',
      '\t\t}(nil)',
      '\t}',
      '}',
    ],
  },
});
