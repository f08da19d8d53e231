// Goal: the size classes are gperftools' own. Method: the generated tables beside those that gperftools 2.18 makes, and the
// rules of each class for every size, over all page sizes, alignments and caps of a batch.
import { describe, expect, it } from 'vitest';
import { GEOMETRIES, PAGE8K, TINY } from '../../../models/tcmalloc/geometry.ts';
import type { Geometry } from '../../../models/tcmalloc/geometry.ts';
import { SizeMap, sizeMapOf, slotsMaxOf } from '../../../models/tcmalloc/size-map.ts';

/** Sizes with pages and batches, where these are not 1 and 32. */
const CLASSES =
  `8 16 32 48 64 80 96 112 128 144 160 176 192 208 224 240 256 288 320 352 384 416 448 480 512 576 640 704 768
896 1024 1152/2 1280/2 1408/2 1536/2 1792/2 2048/2 2304/2/28 2560/2/25 2816/3/23 3072/2/21 3328/3/19 4096/2/16 4608/3/14
5120/2/12 6144/3/10 6656/5/9 8192/2/8 9216/5/7 10240/4/6 12288/3/5 13312/5/4 16384/2/4 20480/5/3 24576/3/2
26624/7/2 32768/4/2 40960/5/2`.split(/\s+/);

function textOf({ sizes, pages, batches }: SizeMap, c: number): string {
  const parts = [sizes[c], pages[c], batches[c]];
  if (parts[2] === 32) parts.pop();
  if (parts.length === 2 && parts[1] === 1) parts.pop();
  return parts.join('/');
}

function mapOf(over: Partial<Geometry>): SizeMap {
  return new SizeMap({ ...PAGE8K, ...over });
}

describe('the classes of 8 KiB pages', () => {
  const map = sizeMapOf(PAGE8K);

  it('are 86 with that of large blocks', () => {
    const first = Array.from({ length: CLASSES.length }, (_, i) => textOf(map, i + 1));
    expect(first).toEqual(CLASSES);
    expect(map.count).toBe(86);
  });

  it('go on in steps of a page to 256 KiB', () => {
    for (let c = CLASSES.length + 1; c < map.count; c += 1) {
      const pages = c - CLASSES.length + 5;
      expect(textOf(map, c)).toBe(`${pages * 8192}/${pages}/2`);
    }
    expect(map.sizes.at(-1)).toBe(262_144);
  });

  it.each([
    [512, 64],
    [576, 56],
    [640, 51],
    [704, 46],
    [768, 42],
    [896, 36],
    [1024, 32],
    [1152, 28],
    [1536, 21],
    [1792, 18],
    [2048, 16],
    [6656, 17],
    [13_312, 19],
    [24_576, 21],
    [32_768, 16],
    [40_960, 12],
    [65_536, 8],
    [106_496, 4],
    [139_264, 3],
    [180_224, 2],
    [262_144, 2],
  ])('of %i bytes have %i slots', (size, slots) => {
    const c = map.classOf(size);
    expect(map.sizes[c]).toBe(size);
    expect(slotsMaxOf(PAGE8K, size * map.batches[c]!)).toBe(slots);
  });
});

describe('the number of classes', () => {
  it.each([
    ['8 KiB pages and an alignment of 8', { minAlignment: 8 }, 93],
    ['4 KiB pages', { pageBytes: 4096 }, 110],
    ['16 KiB pages', { pageBytes: 16_384 }, 78],
    ['32 KiB pages', { pageBytes: 32_768 }, 78],
  ] as const)('of %s', (_, over, count) => {
    expect(mapOf(over).count).toBe(count);
  });

  it('of the tiny geometry is 3, and that of large blocks', () => {
    expect(sizeMapOf(TINY).sizes).toEqual([0, 8, 16, 32]);
  });
});

const SHIFTS = [12, 13, 15, 18];
const COMBINATIONS = SHIFTS.flatMap((shift) =>
  [8, 16].flatMap((minAlignment) =>
    [1, 4, 8].flatMap((minSpanPages) =>
      [2, 32, 128, 4096].map((batchCap) => ({
        ...PAGE8K,
        pageBytes: 2 ** shift,
        minAlignment,
        minSpanPages,
        batchCap,
      })),
    ),
  ),
);

/** What is wrong with the class of a size; empty where nothing is. */
function faultsOf(map: SizeMap, geometry: Geometry, size: number): string {
  const c = map.classOf(size);
  const bytes = map.sizes[c]!;
  if (!(c >= 1 && c < map.count)) return `${size} has class ${c}`;
  if (bytes < size) return `${size} is in ${bytes}`;
  if (map.sizes[c - 1]! >= size && c > 1) return `${size} fits in ${map.sizes[c - 1]}`;
  for (let a = geometry.minAlignment; a <= geometry.pageBytes; a *= 2)
    if (size % a === 0 && size > 0 && size < geometry.pageBytes && bytes % a !== 0)
      return `${size} is a multiple of ${a}, and ${bytes} is not`;
  return '';
}

describe('every combination of page size, alignment, least span and batch', () => {
  it('serves every size by the smallest class that holds and aligns it', () => {
    const faults = [...GEOMETRIES, ...COMBINATIONS].flatMap((geometry) => {
      const map = new SizeMap(geometry);
      const found = new Set<string>();
      for (let size = 0; size <= geometry.maxSmallBytes; size += size < 1024 ? 8 : 128)
        found.add(faultsOf(map, geometry, size));
      found.delete('');
      return [...found];
    });
    expect(faults).toEqual([]);
  });

  it('wastes an eighth of a span at most, and holds a quarter of a batch', () => {
    for (const geometry of COMBINATIONS) {
      const { sizes, pages, batches, count } = new SizeMap(geometry);
      expect(count).toBeLessThanOrEqual(128);
      for (let c = 1; c < count; c += 1) {
        const bytes = pages[c]! * geometry.pageBytes;
        expect(bytes % sizes[c]!).toBeLessThanOrEqual(bytes / 8);
        expect(bytes / sizes[c]!).toBeGreaterThanOrEqual(Math.max(1, Math.floor(batches[c]! / 4)));
      }
    }
  });
});
