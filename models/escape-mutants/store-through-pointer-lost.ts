import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const storeThroughPointerLost = defineMutant({
  id: 'escape/store-through-pointer-lost',
  story: 'what is stored through a pointer flows nowhere',
  sources: [source('Go 1.19 cmd/compile/internal/escape/assign.go, addr')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'const unknown = this.heap();',
    replace: 'const unknown = this.discarded();',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 50,
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
      'var gt *T',
      '',
      'func main() {',
      '\tgt = &T{1, nil, nil}',
      '\tgt.n = &T{1, nil, nil}',
      '}',
    ],
  },
});
