import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const temporaryReusedTooEarly = defineMutant({
  id: 'escape/temporary-reused-too-early',
  story: 'the memory of a closure or a literal is used again while a variable has its address',
  sources: [source('Go 1.19 cmd/compile/internal/escape/solve.go, walkOne')],
  patch: {
    file: 'models/escape/solve.ts',
    find: 'isAddress && !this.#root.isTransient && at.isTransient',
    replace: 'isAddress && this.#root.escapes && at.isTransient',
  },
  caughtBy: ['escape/accesses-reach-live-objects', 'escape/stack-objects-end-with-their-frame'],
  withinRuns: 20,
  shortest: {
    seed: 1,
    lines: ['package main', '', 'func main() {', '\tdefer func() {', '\t}()', '}'],
  },
});
