// Goal: no file crashes the reader, the layout or the loader. Method: a small executable with bytes of its headers changed, at
// random and to numbers that overflow, and cut off anywhere. It is read, laid out and loaded, or told to be broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedSections, readElf } from '../../../models/process/elf.ts';
import { layOut } from '../../../models/process/layout.ts';
import { makeProcess } from '../../../models/process/process.ts';
import { BadInput } from '../../../src/base/errors.ts';
import { SECTION_HEADERS, elfBytes } from '../../../models/process/tiny-elf.ts';

/** Headers of the file and of its segments, and those of its sections. */
const PLACES = fc.oneof(
  fc.integer({ min: 0, max: 64 + 2 * 56 }),
  fc.integer({ min: SECTION_HEADERS, max: SECTION_HEADERS + 6 * 64 }),
);
const VALUES = fc.constantFrom(0, 1, 2, 4, 0x0f, 0x10, 0x40, 0x7f, 0x80, 0xf0, 0xff);
const CHANGES = fc.array(fc.tuple(PLACES, fc.oneof(VALUES, fc.nat(255))), { maxLength: 6 });

function fateOf(bytes: Uint8Array): 'loaded' | 'broken' {
  try {
    const elf = readElf('file', bytes);
    listedSections(elf);
    makeProcess(layOut(elf), { overcommit: 'never', spareFrames: 8, sparePages: 8 });
    return 'loaded';
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return 'broken';
  }
}

describe('a file with changed bytes', () => {
  it('is loaded, or told to be broken', () => {
    const fates = new Map([
      ['loaded', 0],
      ['broken', 0],
    ]);
    fc.assert(
      fc.property(CHANGES, fc.option(fc.nat(0x5000), { freq: 8 }), (changes, length) => {
        const bytes = elfBytes();
        for (const [at, value] of changes) bytes[at] = value;
        const fate = fateOf(bytes.subarray(0, length ?? bytes.length));
        fates.set(fate, (fates.get(fate) as number) + 1);
      }),
      { seed: 5, numRuns: 3000 },
    );

    for (const count of fates.values()) expect(count).toBeGreaterThan(300);
  });
});
