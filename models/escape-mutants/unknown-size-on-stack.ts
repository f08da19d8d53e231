import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const unknownSizeOnStack = defineMutant({
  id: 'escape/unknown-size-on-stack',
  story: 'a slice whose size is not constant may be on the stack',
  sources: [source('Go 1.19 cmd/compile/internal/escape/utils.go, HeapAllocReason')],
  patch: {
    file: 'models/escape/limits.ts',
    find: "if (elements === undefined || elements > COUNT_MAX) return 'of a size that is not constant';",
    replace: 'if (elements === undefined) return undefined;',
  },
  caughtBy: ['escape/large-objects-on-heap'],
  withinRuns: 110,
  shortest: {
    seed: 3,
    lines: [
      'package main',
      '',
      'func f1(x9 int) {',
      '\t_ = make([]int, x9)[0]',
      '}',
      '',
      'func main() {',
      '}',
    ],
  },
});
