// Goal: what an event touched is judged, and what it did not touch is not.
// Method: small heaps with and without the event.
import { describe, expect, it } from 'vitest';
import { HEAP_BASE, altered, goView, heapOf, span } from '../../../spec/fixtures/go.ts';
import {
  arenas,
  currentArena,
  heapCounters,
  innerSummaries,
  markedSpans,
  pageAllocator,
  pageCaches,
  summaries,
} from '../../../spec/quantifiers/go-pages.ts';
import { CHUNK_BYTES } from '../../../spec/views/go.ts';

const idle = altered(heapOf(span()), ({ goTouched }) => goTouched.clear());

describe('what a growth touches', () => {
  const grown = altered(idle, ({ goTouched }) =>
    goTouched.growths.push({ base: HEAP_BASE, bytes: CHUNK_BYTES }),
  );

  it('is the arenas', () => {
    expect(arenas.touched?.(idle)).toHaveLength(0);
    expect(arenas.touched?.(grown)).toBe(grown.go.arenas);
  });

  it('is the current arena', () => {
    expect(currentArena.touched?.(idle)).toHaveLength(0);
    expect(currentArena.touched?.(grown)).toEqual(currentArena.all(grown));
  });
});

describe('what a change of pages touches', () => {
  const changed = altered(idle, ({ go, goTouched }) => goTouched.chunks.push(...go.pages.chunks));

  it.each([
    ['the page allocator', pageAllocator],
    ['the counters', heapCounters],
    ['the summaries', summaries],
    ['the inner summaries', innerSummaries],
  ] as const)('is %s', (_, { all, touched }) => {
    expect(touched?.(idle)).toHaveLength(0);
    expect(touched?.(changed)).toEqual(all(changed));
  });
});

describe('what a cycle touches', () => {
  it('is all spans in use', () => {
    const cycled = altered(idle, ({ goTouched }) => goTouched.cycles.push(1));
    expect(markedSpans.touched?.(idle)).toHaveLength(0);
    expect(markedSpans.touched?.(cycled)).toEqual(cycled.go.allspans);
    expect(markedSpans.all(cycled)).toEqual(cycled.go.allspans);
  });
});

describe('summaries', () => {
  it('are those above mapped chunks, one for each entry', () => {
    // Chunks 1…9: of two entries on the level of 8 chunks.
    const view = goView({ arenas: 9 });
    const found = summaries.all(view).map(({ depth, i }) => `${depth}:${i}`);
    const leaves = Array.from({ length: 9 }, (_, i) => `3:${i + 1}`);
    expect(found).toEqual(['0:0', '1:0', '2:0', '2:1', ...leaves]);
    expect(innerSummaries.all(view)).toHaveLength(4);
  });
});

describe('page caches', () => {
  it('are named by their processors', () => {
    expect(pageCaches.all(goView({ procs: 3 }))).toEqual([0, 1, 2]);
    expect(pageCaches.touched?.(goView({ procs: 3 }))).toEqual([0, 1, 2]);
    expect(pageCaches.touched?.(idle)).toHaveLength(0);
  });
});
