import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const deferredInLoopKeptInFrame = defineMutant({
  id: 'escape/deferred-in-loop-kept-in-frame',
  story: 'what a deferred call in a loop keeps is put where the next iteration is',
  sources: [source('Go 1.19 cmd/compile/internal/escape/call.go, goDeferStmt')],
  patch: {
    file: 'models/escape/call-flows.ts',
    find: "kind === 'defer' && flows.loopDepth === 1",
    replace: "kind === 'defer'",
  },
  caughtBy: ['escape/accesses-reach-live-objects', 'escape/heap-holds-no-stack-address'],
  withinRuns: 60,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'func main() {',
      '\tfor _, x13 := range []int{0} {',
      '\t\t_ = x13',
      '\t\tdefer func() {',
      '\t\t}()',
      '\t}',
      '}',
    ],
  },
});
