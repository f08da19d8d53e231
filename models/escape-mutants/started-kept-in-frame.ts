import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const startedKeptInFrame = defineMutant({
  id: 'escape/started-kept-in-frame',
  story: 'what a goroutine starts with is kept in the frame that starts it',
  sources: [source('Go 1.19 cmd/compile/internal/escape/call.go, goDeferStmt')],
  patch: {
    file: 'models/escape/call-flows.ts',
    find: "kind === 'defer' && flows.loopDepth === 1",
    replace: 'flows.loopDepth === 1',
  },
  caughtBy: ['escape/accesses-reach-live-objects', 'escape/heap-holds-no-stack-address'],
  withinRuns: 60,
  shortest: {
    seed: 1,
    lines: ['package main', '', 'func main() {', '\tgo func() {', '\t}()', '}'],
  },
});
