import { describe, expect, it } from 'vitest';
import { ChunkTable, findBitRange64, PallocData } from '../../../models/go/palloc-bits.ts';
import { SummaryLevel } from '../../../models/go/palloc-sum.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../../spec/views/go.ts';
import { runsIn, runsText } from './page-support.ts';

// Pages are written as runs: `first+count first+count …`, `full` or `none`.
const INDEX = 5;

/** A chunk in which these pages are allocated. */
function chunkOf(taken: string): PallocData {
  const chunk = new PallocData(INDEX);
  for (const [first, n] of runsIn(taken)) chunk.allocRange(first, n);
  return chunk;
}

/** A chunk in which only these pages are free. */
function chunkFree(free: string): PallocData {
  const chunk = chunkOf('full');
  for (const [first, n] of runsIn(free)) chunk.freeRange(first, n);
  return chunk;
}

describe('a chunk', () => {
  // After Go's TestPallocBitsAllocRange: the first word that changes, and those after it.
  it.each<readonly [string, string, number, readonly number[]]>([
    ['the lowest page', '0+1', 0, [1]],
    ['the highest page', '511+1', 15, [1 << 31]],
    ['pages inside a word', '129+3', 4, [0xe]],
    ['a whole word', '128+32', 4, [-1]],
    ['the beginning of a word', '128+2', 4, [0x3]],
    ['the end of a word', '158+2', 4, [3 << 30]],
    ['pages of two words', '158+5', 4, [3 << 30, 7]],
    ['pages of three words', '63+34', 1, [1 << 31, -1, 1]],
    ['all pages', 'full', 0, Array.from({ length: 16 }, () => -1)],
  ])('takes %s', (_, taken, first, words) => {
    const expected = new Int32Array(16);
    expected.set(words, first);
    expect(chunkOf(taken).alloc).toEqual(expected);
  });

  it('is no longer scavenged where pages are taken', () => {
    const chunk = new PallocData(INDEX);
    chunk.setScavenged(0, 512);
    expect([chunk.scavengedIn(0, 512), chunk.scavengedIn(31, 2)]).toEqual([512, 2]);
    chunk.allocRange(30, 40);
    expect(runsText(chunk.scavenged)).toBe('0+30 70+442');
    expect([chunk.scavengedIn(0, 512), chunk.scavengedIn(29, 42)]).toEqual([472, 2]);
  });

  // After Go's TestPallocBitsFree.
  it.each([
    ['some at the start', '0+5', '5+507'],
    ['one in the middle', '64+1', '0+64 65+447'],
    ['several runs', '0+1 2+1 63+2', '1+1 3+60 65+447'],
    ['the end', '510+2', '0+510'],
    ['all', 'full', 'none'],
  ])('gives back %s', (_, free, taken) => {
    expect(runsText(chunkFree(free).alloc)).toBe(taken);
  });

  it.each([
    ['below', 9, 2, 9],
    ['above', 18, 3, 20],
    ['in another word', 10, 60, 20],
  ])('refuses to give back a free page %s', (_, first, n, page) => {
    const addr = (INDEX * CHUNK_BYTES + page * PAGE_BYTES).toString(16);
    expect(() => chunkOf('10+10').freeRange(first, n)).toThrow(
      `page 0x${addr} is freed but not allocated`,
    );
  });

  it('takes and gives back any of 64 aligned pages', () => {
    const chunk = new PallocData(INDEX);
    chunk.setScavenged(0, 512);
    chunk.allocPages64(128, 0x5, 1 << 31);
    expect(runsText(chunk.alloc)).toBe('128+1 130+1 191+1');
    expect(chunk.scavengedIn(0, 512)).toBe(509);
    chunk.freePages64(128, 0x4, 1 << 31);
    expect(runsText(chunk.alloc)).toBe('128+1');
    expect(() => chunk.freePages64(128, 0, 1)).toThrow('is freed but not allocated');
  });

  // After Go's TestPallocBitsSummarize: start, max, end.
  it.each([
    ['full', 'none', [0, 0, 0]],
    ['free at the start', '0+10', [10, 10, 0]],
    ['free at the end', '472+40', [0, 40, 40]],
    ['free at both ends', '0+11 489+23', [11, 23, 23]],
    ['freest in the middle', '0+4 50+100 508+4', [4, 100, 4]],
    ['free inside only', '1+1 35+1 65+30', [0, 30, 0]],
    ['freest inside one word', '1+30 64+29', [0, 30, 0]],
    ['free in two equal runs', '35+2 40+5 100+5', [0, 5, 0]],
    ['free for one page', '2+1', [0, 1, 0]],
    ['free but for the ends', '1+510', [0, 510, 0]],
    ['free', 'full', [512, 512, 512]],
  ])('summarizes itself when it is %s', (_, free, expected) => {
    const leaves = new SummaryLevel(9, 10, 3);
    leaves.grow(INDEX, INDEX);
    const chunk = chunkFree(free);
    expect(chunk.summarize(leaves)).toBe(free !== 'none');
    expect([leaves.start(INDEX), leaves.max(INDEX), leaves.end(INDEX)]).toEqual(expected);
    expect(chunk.summarize(leaves)).toBe(false);
  });

  // After Go's TestPallocBitsAlloc: the page found for npages, and the first free page.
  it.each([
    ['one page of all', 'full', 1, [0, 0]],
    ['one page of none', 'none', 1, [-1, -1]],
    ['one page', '77+1 200+9', 1, [77, 77]],
    ['the last page', '511+1', 1, [511, 511]],
    ['two pages', '3+1 31+2', 2, [31, 3]],
    ['two pages of none', 'none', 2, [-1, -1]],
    ['five pages, not of four', '7+4 100+4', 5, [-1, 7]],
    ['five pages inside a word', '7+4 100+5', 5, [100, 7]],
    ['32 pages of a whole word', '96+32', 32, [96, 96]],
    ['32 pages of two words', '40+20 95+32', 32, [95, 40]],
    ['33 pages', '0+32 63+33', 33, [63, 0]],
    ['33 pages, not of 32', '0+32 64+32', 33, [-1, 0]],
    ['64 pages of three words', '80+64', 64, [80, 80]],
    ['65 pages of none', 'none', 65, [-1, -1]],
    ['500 pages', '12+500', 500, [12, 12]],
    ['all pages', 'full', 512, [0, 0]],
  ])('finds %s', (_, free, npages, expected) => {
    const chunk = chunkFree(free);
    expect([chunk.find(npages, 0), chunk.searchIdx]).toEqual(expected);
    const known = Math.max(chunk.searchIdx, 0);
    expect([chunk.find(npages, known), chunk.searchIdx]).toEqual(expected);
  });

  // After Go's TestPallocDataFindScavengeCandidate, for pages no smaller than physical ones: the
  // first page of the candidate, and its pages.
  it.each([
    ['all', 'none', 'none', 512, [0, 512]],
    ['nothing when full', 'full', 'none', 512, [-1, 0]],
    ['nothing when all is scavenged', 'none', 'full', 512, [-1, 0]],
    ['nothing between them', '0+200', '200+312', 512, [-1, 0]],
    ['the highest run', '100+10 300+10', '500+12', 512, [310, 190]],
    ['the only page', '1+511', 'none', 512, [0, 1]],
    ['the top of a run', '100+412', 'none', 9, [91, 9]],
    ['one page', 'none', '511+1', 1, [510, 1]],
  ])('has as candidate of the scavenger %s', (_, taken, scavenged, max, expected) => {
    const chunk = chunkOf(taken);
    for (const [first, n] of runsIn(scavenged)) chunk.setScavenged(first, n);
    expect([chunk.findScavengeCandidate(max, 1), chunk.candidatePages]).toEqual(expected);
  });

  // After the cases of the same test with huge pages: of 256 pages, as on linux, and of 64.
  it.each([
    ['the whole of a huge page', 'none', 3, 256, [256, 256]],
    ['no less when some are asked for', 'none', 200, 256, [256, 256]],
    ['what is asked for when it ends between two', 'none', 256, 256, [256, 256]],
    ['two when it reaches into the lower', 'none', 257, 256, [0, 512]],
    ['pages above the last border', '500+12', 3, 256, [497, 3]],
    ['pages of a huge page that is not free as a whole', '256+1', 3, 256, [509, 3]],
    ['pages below a huge page that has its border', '0+100', 300, 256, [212, 300]],
    ['a small huge page', '200+12 384+128', 2, 64, [320, 64]],
    ['pages of a part of a small one', '200+12 330+182', 2, 64, [328, 2]],
    ['pages and the small one that they reach into', '200+12 330+182', 11, 64, [256, 74]],
  ])('has as candidate, where huge pages are, %s', (_, taken, max, hugePages, expected) => {
    const chunk = chunkOf(taken);
    expect([chunk.findScavengeCandidate(max, hugePages), chunk.candidatePages]).toEqual(expected);
  });
});

describe('the table of chunks', () => {
  it('finds chunks by index, over 48 bits of addresses', () => {
    const table = new ChunkTable();
    const indices = [2 ** 26 - 1, 16, 2 ** 18, 511, 512, 17];
    const chunks = indices.map((index) => new PallocData(index));
    for (const chunk of chunks) table.add(chunk);
    expect(indices.map((index) => table.at(index))).toEqual(chunks);
    expect(table.all.map(({ index }) => index)).toEqual([16, 17, 511, 512, 2 ** 18, 2 ** 26 - 1]);
    for (const index of [0, 18, 513, 1024, 2 ** 18 + 1, 2 ** 20, 2 ** 27, -1]) {
      expect(table.at(index)).toBeUndefined();
    }
  });

  it('knows the address of a chunk', () => {
    expect(new PallocData(2 ** 26 - 1).base).toBe(2 ** 48 - CHUNK_BYTES);
  });
});

describe('a run of bits in 64', () => {
  it.each([
    [0, 0, 1, 64],
    [-1, -1, 1, 0],
    [-1, -1, 64, 0],
    [-2, -1, 64, 64],
    [-2, -1, 63, 1],
    [1 << 31, 1, 2, 31],
    [1 << 31, 3, 4, 64],
    [0, 1 << 31, 1, 63],
    [0x70, 0xf, 4, 32],
    [0x70, 0xf, 3, 4],
    [3 << 30, 0x1e, 4, 33],
    [0, -1, 32, 32],
    [0, -1, 33, 64],
  ])('%i (low) and %i (high) have %i ones from bit %i', (lo, hi, n, bit) => {
    expect(findBitRange64(lo, hi, n)).toBe(bit);
  });
});
