import { ctz32, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_WORDS, pageAddr } from '../../views/chunk-pages.ts';

const one = heapOf(span({ page: 40 }));

export const scavengedPagesFree = defineInvariant({
  id: 'go/scavenged-pages-free',
  holds: 'a page that is scavenged is free',
  because:
    'when it comes free again it passes for returned: the scavenger goes past memory that is still there',
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).allocRange'),
    go119('malloc_test.go', 'TestScavengedBitsCleared'),
  ],
  when: 'always',
  cost: 'O(pages of a chunk / 32)',
  every: mappedChunks,
  check(chunk) {
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      const both = (chunk.alloc[w] as number) & (chunk.scavenged[w] as number);
      if (both === 0) continue;
      const at = hex(pageAddr(chunk, w * 32 + ctz32(both)));
      return { at, expected: 'free, or not scavenged', actual: 'allocated and scavenged' };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), one],
    violates: [altered(one, ({ go }) => setBit(go.pages.chunks[0]!.scavenged, 40))],
  },
});
