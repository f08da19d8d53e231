import { source } from '../../spec/sources.ts';
import { defineMutant } from '../mutants/mutant.ts';

export const circleHasNoParameters = defineMutant({
  id: 'escape/circle-has-no-parameters',
  story: 'arguments of functions that are analysed together flow nowhere',
  sources: [source('Go 1.19 cmd/compile/internal/escape/call.go, tagHole')],
  patch: {
    file: 'models/escape/call-flows.ts',
    find: 'return isUsed ? holeOf(flows.locationOf(param)) : flows.discarded();',
    replace: 'return flows.discarded();',
  },
  caughtBy: ['escape/heap-holds-no-stack-address'],
  withinRuns: 90,
  shortest: {
    seed: 1,
    lines: [
      'package main',
      '',
      'var g *int',
      '',
      'func main() {',
      '\tfunc(p3 *int) {',
      '\t\tg = p3',
      '\t}(new(int))',
      '}',
    ],
  },
});
