import { describe, expect, it } from 'vitest';
import {
  classToAllocnpages,
  classToDivMagic,
  classToSize,
  NUM_SIZE_CLASSES,
  sizeToClass,
} from '../../../models/go/sizeclasses.ts';

// Go 1.19 runtime/sizeclasses.go: class, bytes of a slot, pages of a span, slots, bytes left over, alignment.
const TABLE: readonly (readonly [number, number, number, number, number, number])[] = [
  [1, 8, 1, 1024, 0, 8],
  [2, 16, 1, 512, 0, 16],
  [3, 24, 1, 341, 8, 8],
  [4, 32, 1, 256, 0, 32],
  [5, 48, 1, 170, 32, 16],
  [6, 64, 1, 128, 0, 64],
  [7, 80, 1, 102, 32, 16],
  [8, 96, 1, 85, 32, 32],
  [9, 112, 1, 73, 16, 16],
  [10, 128, 1, 64, 0, 128],
  [11, 144, 1, 56, 128, 16],
  [12, 160, 1, 51, 32, 32],
  [13, 176, 1, 46, 96, 16],
  [14, 192, 1, 42, 128, 64],
  [15, 208, 1, 39, 80, 16],
  [16, 224, 1, 36, 128, 32],
  [17, 240, 1, 34, 32, 16],
  [18, 256, 1, 32, 0, 256],
  [19, 288, 1, 28, 128, 32],
  [20, 320, 1, 25, 192, 64],
  [21, 352, 1, 23, 96, 32],
  [22, 384, 1, 21, 128, 128],
  [23, 416, 1, 19, 288, 32],
  [24, 448, 1, 18, 128, 64],
  [25, 480, 1, 17, 32, 32],
  [26, 512, 1, 16, 0, 512],
  [27, 576, 1, 14, 128, 64],
  [28, 640, 1, 12, 512, 128],
  [29, 704, 1, 11, 448, 64],
  [30, 768, 1, 10, 512, 256],
  [31, 896, 1, 9, 128, 128],
  [32, 1024, 1, 8, 0, 1024],
  [33, 1152, 1, 7, 128, 128],
  [34, 1280, 1, 6, 512, 256],
  [35, 1408, 2, 11, 896, 128],
  [36, 1536, 1, 5, 512, 512],
  [37, 1792, 2, 9, 256, 256],
  [38, 2048, 1, 4, 0, 2048],
  [39, 2304, 2, 7, 256, 256],
  [40, 2688, 1, 3, 128, 128],
  [41, 3072, 3, 8, 0, 1024],
  [42, 3200, 2, 5, 384, 128],
  [43, 3456, 3, 7, 384, 128],
  [44, 4096, 1, 2, 0, 4096],
  [45, 4864, 3, 5, 256, 256],
  [46, 5376, 2, 3, 256, 256],
  [47, 6144, 3, 4, 0, 2048],
  [48, 6528, 4, 5, 128, 128],
  [49, 6784, 5, 6, 256, 128],
  [50, 6912, 6, 7, 768, 256],
  [51, 8192, 1, 1, 0, 8192],
  [52, 9472, 7, 6, 512, 256],
  [53, 9728, 6, 5, 512, 512],
  [54, 10240, 5, 4, 0, 2048],
  [55, 10880, 4, 3, 128, 128],
  [56, 12288, 3, 2, 0, 4096],
  [57, 13568, 5, 3, 256, 256],
  [58, 14336, 7, 4, 0, 2048],
  [59, 16384, 2, 1, 0, 8192],
  [60, 18432, 9, 4, 0, 2048],
  [61, 19072, 7, 3, 128, 128],
  [62, 20480, 5, 2, 0, 4096],
  [63, 21760, 8, 3, 256, 256],
  [64, 24576, 3, 1, 0, 8192],
  [65, 27264, 10, 3, 128, 128],
  [66, 28672, 7, 2, 0, 4096],
  [67, 32768, 4, 1, 0, 8192],
];

describe('the derived size classes', () => {
  it('are 68 with the dummy class of large objects', () => {
    expect(NUM_SIZE_CLASSES).toBe(68);
    expect(classToSize).toHaveLength(68);
    expect([classToSize[0], classToAllocnpages[0], classToDivMagic[0]]).toEqual([0, 0, 0]);
  });

  it.each(TABLE)(
    'give class %i slots of %i bytes in spans of %i pages, as Go ships it',
    (c, size, npages, ...rest) => {
      const bytes = npages * 8192;
      const slots = Math.floor(bytes / size);
      expect([classToSize[c], classToAllocnpages[c]]).toEqual([size, npages]);
      expect([slots, bytes - slots * size, Math.min(size & -size, 8192)]).toEqual(rest);
    },
  );

  it('serve every size by the smallest class that holds it', () => {
    for (let size = 1; size <= 32768; size += 1) {
      expect(sizeToClass(size)).toBe(classToSize.findIndex((bytes) => bytes >= size));
    }
  });

  it('divide every offset of a span exactly', () => {
    const wrong: string[] = [];
    for (let c = 1; c < NUM_SIZE_CLASSES; c += 1) {
      const size = classToSize[c]!;
      for (let offset = 0; offset < classToAllocnpages[c]! * 8192; offset += 1) {
        const slot = Math.floor((offset * classToDivMagic[c]!) / 2 ** 32);
        if (slot !== Math.floor(offset / size)) wrong.push(`class ${c}, offset ${offset}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
