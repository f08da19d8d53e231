import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The heap grows downwards too. */
export const osRunsAsMade = defineMutant({
  id: 'go/os-runs-as-made',
  story: 'the page table lists its runs in the order in which their blocks were first used',
  sources: [derived('the contract of runs in spec/views/os.ts: ascending')],
  patch: {
    file: 'models/os/page-table.ts',
    find: 'this.#blocks.toSorted((a, b) => a.base - b.base)',
    replace: 'this.#blocks',
  },
  caughtBy: ['os/runs-canonical'],
  withinRuns: 350,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
