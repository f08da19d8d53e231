import { goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Where the stack was scanned already nobody marks it. */
export const weakUpgradeNotShaded = defineMutant({
  id: 'go/weak-upgrade-not-shaded',
  story: 'an object that a weak pointer gives to a stack is not shaded',
  sources: [goIssue(69210, 'a weak pointer that became a strong one pointed to a freed object')],
  patch: {
    file: 'models/go/specials.ts',
    find: 'if (object !== 0) this.#collector.shadeRoot(object);',
    replace: '',
  },
  caughtBy: ['go/live-blocks-hold-allocated-slots', 'go/live-blocks-survive-cycles'],
  withinRuns: 740,
  shortest: {
    lines: ['a = malloc 16 noscan', 'weak a', 'drop a', 'mark 1', 'upgrade a', 'gc'],
    heap: 'gogc=0',
  },
});
