// Goal: the judge of the radix tree is right. Method: runs at the places where a walk goes wrong: across chunks and
// words, at a gap, in pages just handed out.
import { describe, expect, it } from 'vitest';
import { HEAP_BASE, altered, goView, span } from '../../../spec/fixtures/go.ts';
import { lowestRun } from '../../../spec/views/first-fit.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../../spec/views/go.ts';

const large = (page: number, npages: number): ReturnType<typeof span> =>
  span({ spanclass: 0, page, npages });
const pageAt = (page: number): number => HEAP_BASE + page * PAGE_BYTES;

describe('the lowest run', () => {
  const { pages } = goView({ arenas: 2, spans: [large(0, 3), large(4, 96), large(110, 400)] }).go;

  it('is the first that is long enough', () => {
    expect([1, 2, 10, 11].map((npages) => lowestRun(pages, npages))).toEqual(
      [3, 100, 100, 510].map(pageAt),
    );
  });

  it('goes on from chunk to chunk', () => {
    expect(lowestRun(pages, 514)).toBe(pageAt(510));
    expect(lowestRun(pages, 515)).toBe(-1);
  });

  it('ends where a chunk is not mapped', () => {
    const gap = altered(goView({ arenas: 3 }), ({ go }) => go.pages.chunks.splice(1, 1));
    expect(lowestRun(gap.go.pages, 512)).toBe(HEAP_BASE);
    expect(lowestRun(gap.go.pages, 513)).toBe(-1);
  });

  it('counts pages just handed out as free', () => {
    expect(lowestRun(pages, 3, { base: pageAt(0) })).toBe(pageAt(0));
    expect(lowestRun(pages, 64, { base: pageAt(20) })).toBe(pageAt(20));
    expect(lowestRun(pages, 1, { base: pageAt(200) })).toBe(pageAt(3));
  });

  it('is none where everything is taken', () => {
    const full = goView({ spans: [large(0, CHUNK_BYTES / PAGE_BYTES)] });
    expect(lowestRun(full.go.pages, 1)).toBe(-1);
    expect(lowestRun(full.go.pages, 1, { base: pageAt(511) })).toBe(pageAt(511));
  });
});
