import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const appendedLost = defineMutant({
  id: 'escape/appended-lost',
  story: 'what is appended to a slice flows nowhere',
  sources: [source('Go 1.19 cmd/compile/internal/escape/call.go, OAPPEND')],
  patch: {
    file: 'models/escape/flows.ts',
    find: "this.expr(noted(this.heap(), { text: exprText(item), why: 'appended', pos: item.pos }), item);",
    replace: 'this.discard(item);',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 50,
  shortest: {
    seed: 1,
    lines: ['package main', '', 'func main() {', '\t_ = append([]*int{nil}, new(int))', '}'],
  },
});
