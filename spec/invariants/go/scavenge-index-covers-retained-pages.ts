import { ctz32 } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_WORDS, pageAddr } from '../../views/chunk-pages.ts';

/** A heap with a free page that is not scavenged. */
const retained = (isMarked: boolean): FixtureView =>
  altered(heapOf(span({ page: 40 })), ({ go }) => {
    go.pages.chunks[0]!.scavenged[3] = 0;
    go.pages.scavengeIndex.isMarked = () => isMarked;
  });

export const scavengeIndexCoversRetainedPages = defineInvariant({
  id: 'go/scavenge-index-covers-retained-pages',
  holds: 'a chunk with a free page that is not scavenged is marked in the scavenge index',
  because: 'the scavenger does not look there: the memory is never given back to the system',
  sources: [go119('mgcscavenge.go', 'scavengeIndex'), go119('mpagecache.go', '(*pageCache).flush')],
  when: 'always',
  cost: 'O(pages of a chunk / 32)',
  every: mappedChunks,
  check(chunk, { go }) {
    if (go.pages.scavengeIndex.isMarked(chunk.index)) return undefined;
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      const free = ~((chunk.alloc[w] as number) | (chunk.scavenged[w] as number));
      if (free === 0) continue;
      const at = `chunk of ${hex(pageAddr(chunk, 0))}`;
      const page = hex(pageAddr(chunk, w * 32 + ctz32(free)));
      return { at, expected: 'marked', actual: `not marked, and the page at ${page} is retained` };
    }
    return undefined;
  },
  examples: {
    holds: [goView(), retained(true)],
    violates: [retained(false)],
  },
});
