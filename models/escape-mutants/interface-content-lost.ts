import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const interfaceContentLost = defineMutant({
  id: 'escape/interface-content-lost',
  story: 'the copy that an interface points to is taken to be seen by nobody',
  sources: [source('Go 1.19 cmd/compile/internal/escape/expr.go, OCONVIFACE')],
  patch: {
    file: 'models/escape/flows.ts',
    find: 'const inside = expr.site === undefined ? to : this.spill(to, expr.site);',
    replace:
      'const inside = expr.site === undefined ? to : this.spill(this.discarded(), expr.site);',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 20,
  shortest: {
    seed: 1,
    lines: ['package main', '', 'var ga any', '', 'func main() {', '\tga = any(1)', '}'],
  },
});
