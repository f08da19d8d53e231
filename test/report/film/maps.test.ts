// Goal: what is drawn of a heap is what the film says of it: pages in their spans, blocks in their slots, and two blocks in
// one place as that. Method: small heaps, as a film keeps them.
import { describe, expect, it } from 'vitest';
import {
  blockMaps,
  blocksOf,
  pageMaps,
  shortSize,
  slotMap,
  spansOf,
  unitOf,
} from '../../../src/report/film/maps.ts';
import type { CellRun } from '../../../src/report/film/cells.ts';

/** Count, symbol, text and keys. */
function told(runs: readonly CellRun[] = []): readonly string[] {
  return runs.map(({ count, symbol, text, keys }) =>
    [`${count}${symbol}`, text, ...keys].filter((part) => part !== '').join(' '),
  );
}

const GO = new Map([
  ['row:gc', 'off'],
  ['pages:67108864', '8192|s3m2.7~500'],
  ['span:0', '67108864|1|8192|1|64|0|128|3|2|in P0, h+3|#2.1@.124'],
  ['span:1', '67117056|2|8192|1|16384|1|1|1|1|full, h|#'],
  ['span:2', '67133440|2|8192|2|0|0|0|0|0|manual|'],
  ['block:a', '0|67108864|60|64'],
  ['block:b', '0|67108928|9|16'],
  ['block:c', '0|67108944|9|16'],
]);

describe('the pages of a Go heap', () => {
  it('are of the spans that lie on them, with the size of their slots', () => {
    const [map] = pageMaps(GO);
    expect(map?.title).toBe('pages from 0x4000000, 8 KiB each');
    expect(told(map?.runs)).toEqual(['1s 64 span:0', '2s 16K span:1', '2m span:2', '7.', '500~']);
  });

  it('are those of no other heap', () => {
    expect(pageMaps(new Map([['block:a', '0|64|1|64']]))).toEqual([]);
  });
});

describe('the slots of a span', () => {
  it('have the names of the blocks in them, and a bar at freeindex', () => {
    const [span] = spansOf(GO);
    const map = slotMap(span!, GO);
    expect(map.bar).toBe(3);
    expect(told(map.runs)).toEqual(['1# a block:a', '1# b c block:b block:c', '1.', '1@', '124.']);
  });

  it('are no more than the span has, whatever a block says of its size', () => {
    const heap = new Map([...GO, ['block:z', '0|67116992|9|999999999']]);
    const map = slotMap(spansOf(heap)[0]!, heap);
    expect(map.runs.reduce((sum, { count }) => sum + count, 0)).toBe(128);
    expect(told(map.runs).at(-1)).toBe('1. z block:z');
  });
});

describe('the blocks of any other heap', () => {
  const maps = (...blocks: readonly string[]): readonly (readonly string[])[] =>
    blockMaps(
      new Map(blocks.map((text, i) => [`block:${'abcd'[i]}`, text])),
      [
        { name: 'A', base: 0, bytes: 128 },
        { name: 'B', base: 0, bytes: 32 },
      ],
      16,
    ).map(({ runs }) => told(runs));

  it('lie where they are, region after region', () => {
    expect(maps('0|16|20|24', '0|64|1|1', '1|0|32|32')).toEqual([
      ['1.', '2# a block:a', '1.', '1# b block:b', '3.'],
      ['2# c block:c'],
    ]);
  });

  it('share what they share, and no more', () => {
    expect(maps('0|0|64|64', '0|32|16|16')[0]).toEqual([
      '2# a block:a',
      '1x a b block:a block:b',
      '1# a block:a',
      '4.',
    ]);
    expect(maps('0|0|32|32', '0|16|48|48')[0]).toEqual([
      '1# a block:a',
      '1x a b block:a block:b',
      '2# b block:b',
      '4.',
    ]);
  });

  it('are told in cells as large as they lie apart', () => {
    const heaps = [GO, new Map([['block:q', '0|24|1|1']])].map((heap) => blocksOf(heap));
    expect([unitOf(heaps.slice(0, 1)), unitOf(heaps), unitOf([])]).toEqual([16, 8, 16]);
  });
});

it('a size is short', () => {
  expect([0, 1, 1023, 1024, 1792, 2 ** 21, 2 ** 45].map(shortSize)).toEqual([
    '0',
    '1',
    '1023',
    '1K',
    '1.8K',
    '2M',
    '32T',
  ]);
});
