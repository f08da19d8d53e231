import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const variableLimitDoubled = defineMutant({
  id: 'escape/variable-limit-doubled',
  story: 'variables of up to 20 MiB may be on the stack',
  sources: [source('Go 1.19 cmd/compile/internal/escape/utils.go, HeapAllocReason')],
  patch: {
    file: 'models/escape/limits.ts',
    find: 'const VARIABLE_MAX = 10 * MIB;',
    replace: 'const VARIABLE_MAX = 20 * MIB;',
  },
  caughtBy: ['escape/large-objects-on-heap'],
  withinRuns: 450,
  shortest: {
    seed: 3,
    lines: ['package main', '', 'func main() {', '\tvar a4 [1310721]int', '\t_ = a4', '}'],
  },
});
