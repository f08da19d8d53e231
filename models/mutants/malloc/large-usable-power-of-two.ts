import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largeUsablePowerOfTwo = defineMutant({
  id: 'malloc/large-usable-power-of-two',
  story: 'the usable size of a large block is the next power of two, more than is mapped',
  sources: [
    source('snmalloc #175: the usable size of a large block was its class, more than was mapped'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: '? this.system.bytesAt(addr)',
    replace: '? 2 ** Math.ceil(Math.log2(this.system.bytesAt(addr)))',
  },
  caughtBy: ['client/usable-bytes-disjoint'],
  withinRuns: 130,
  shortest: { lines: ['a = malloc 131073', 'b = malloc 131065'] },
});
