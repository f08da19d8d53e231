// Goal: an executable is read as binutils and Linux read it. Method: the tools and the kernel of the machine, where they are
// there; and a small file built byte by byte, whole and broken.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listedSections, readElf } from '../../../models/process/elf.ts';
import { layOut } from '../../../models/process/layout.ts';
import { makeProcess } from '../../../models/process/process.ts';
import { protText } from '../../../spec/views/process.ts';
import { BadInput } from '../../../src/base/errors.ts';
import { sectionsText } from '../../../src/report/process-layout.ts';
import { TINY, elfBytes } from '../../../models/process/tiny-elf.ts';
import type { TinySegment } from '../../../models/process/tiny-elf.ts';

const FOLDER = '/usr/bin';
const BINARIES = 40;
const CONFIG = { overcommit: 'always', spareFrames: 0, sparePages: 0 } as const;

const hasSize = spawnSync('size', ['--version']).status === 0;
const canLayOut = spawnSync('setarch', ['-R', 'cat', '/proc/self/maps']).status === 0;

function isElf(file: string): boolean {
  const head = Buffer.alloc(4);
  try {
    const opened = openSync(file, 'r');
    readSync(opened, head, 0, 4, 0);
    closeSync(opened);
  } catch {
    return false;
  }
  return head.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}

/** Executables of the machine, spread over the alphabet. */
function binaries(): readonly string[] {
  const all = readdirSync(FOLDER)
    .map((name) => join(FOLDER, name))
    .filter(isElf);
  const step = Math.max(1, Math.floor(all.length / BINARIES));
  return all.filter((_, i) => i % step === 0);
}

function regionsOf(file: string): readonly string[] {
  const image = layOut(readElf(file, readFileSync(file)));
  return makeProcess(image, CONFIG).regions.map(({ start, end, prot }) => {
    return `${start.toString(16)}-${end.toString(16)} ${protText(prot)}p`;
  });
}

/** What the kernel has of a program that shows its own maps: of its file, without a name, and its stack. */
function kernelRegionsOf(file: string, args: readonly string[]): readonly string[] {
  const maps = execFileSync('setarch', ['-R', file, ...args, '/proc/self/maps'], {
    encoding: 'utf8',
  });
  const lines = maps.split('\n').map((line) => line.trim().split(/\s+/));
  const own = lines.filter(([, , , , , name = '']) =>
    name.startsWith('[') ? name === '[stack]' : basename(name) === basename(file),
  );
  return own.map(([range, rights]) => `${range} ${rights}`);
}

describe('the sections of an executable', () => {
  it.runIf(hasSize)('are what size -A prints, of many binaries of the machine', () => {
    const files = binaries();
    expect(files.length).toBeGreaterThanOrEqual(10);
    for (const file of files) {
      const printed = execFileSync('size', ['-A', file], { encoding: 'utf8' });
      const sections = listedSections(readElf(file, readFileSync(file)));
      // size ends with one more empty line.
      expect(`${sectionsText(file, sections)}\n`).toBe(printed);
    }
  });

  it('are printed with their sizes and addresses', () => {
    expect(sectionsText('tiny', listedSections(readElf('tiny', elfBytes())))).toBe(
      [
        'tiny  :',
        'section    size      addr',
        '.text       100   4198400',
        '.rodata      32   4198500',
        '.data      4272   4210560',
        '.bss       8448   4214832',
        'Total     12852',
        '\n',
      ].join('\n'),
    );
  });
});

describe('the layout of a process', () => {
  // Without bss of whole pages: the kernel gives that no name.
  it.runIf(canLayOut).each([
    ['/usr/bin/cat', []],
    ['/usr/bin/head', ['-n', '99']],
    ['/usr/bin/tail', ['-n', '99']],
    ['/usr/bin/sort', []],
  ])('is that of the kernel without randomization: %s', (file, args) => {
    const isNamed = (line: string): boolean => !line.startsWith('0-');
    expect(regionsOf(file)).toEqual(kernelRegionsOf(file, args).filter(isNamed));
  });

  it('has text, data, bss from the file on, and the stack', () => {
    const { regions } = makeProcess(layOut(readElf('tiny', elfBytes())), CONFIG);

    expect(
      regions.map(({ start, end, prot, kind }) => [
        kind,
        start.toString(16),
        end.toString(16),
        protText(prot),
      ]),
    ).toEqual([
      ['text', '401000', '402000', 'r-x'],
      ['data', '403000', '406000', 'rw-'],
      ['bss', '406000', '408000', 'rw-'],
      ['stack', '7ffffffde000', '7ffffffff000', 'rw-'],
    ]);
  });

  it('moves what is position independent to where Linux has it, as its alignment wants', () => {
    const moved = (align: number): number =>
      layOut(
        readElf(
          'tiny',
          elfBytes({
            ...TINY,
            type: 3,
            segments: TINY.segments.map((segment) => ({ ...segment, align })),
          }),
        ),
      ).bias;

    expect(moved(0x1000)).toBe(0x5555_5555_4000 - 0x40_1000);
    expect(moved(0x20_0000) % 0x20_0000).toBe(0);
    expect(moved(3)).toBe(0x5555_5555_4000 - 0x40_1000);
  });
});

const [text, data] = TINY.segments as [TinySegment, TinySegment];

function withBytes(at: number, ...values: readonly number[]): Uint8Array {
  const bytes = elfBytes();
  bytes.set(values, at);
  return bytes;
}

function withSegments(...segments: readonly TinySegment[]): Uint8Array {
  return elfBytes({ ...TINY, segments });
}

describe('a broken file', () => {
  it.each([
    [new Uint8Array(0), '0x0: this is no ELF file: it does not begin with 7f 45 4c 46'],
    [
      elfBytes().subarray(0, 40),
      '0x0: the ELF header should lie at 0x0…0x40, and the file ends at 0x28: it is cut off',
    ],
    [withBytes(4, 1), '0x4: this is no 64-bit file; only those are read'],
    [withBytes(5, 2), '0x5: this file is not little-endian; only those are read'],
    [
      withBytes(16, 1),
      '0x10: this file is a relocatable object, and no executable\nlink it: cc -o program FILE',
    ],
    [withBytes(16, 9), '0x10: this file is of type 9, and no executable\nlink it'],
    [withBytes(18, 183), '0x12: this file is for machine 183; only x86-64 (62) is laid out'],
    [withBytes(38, 0xff), '0x20: e_phoff is 0xff000000000040, which lies outside of every file'],
    [withBytes(54, 32), '0x36: program headers are of 32 bytes, not 56'],
    [withBytes(56, 0), '0x38: there are no program headers, so nothing to load'],
    [withBytes(56, 0xff, 0xff), '0x38: there are 65535 program headers; Linux takes 1170'],
    [
      elfBytes().subarray(0, 100),
      '0x20: the program headers should lie at 0x40…0xb0, and the file ends at 0x64',
    ],
    [withBytes(58, 40), '0x3a: section headers are of 40 bytes, not 64'],
    [withBytes(62, 9), '0x3e: names are in section 9, and there are 6'],
    [withBytes(0x4840, 0xff, 0xff), '0x4840: the name of section 1 lies behind the names'],
    [withSegments({ ...text, type: 7 }), '0x40: no segment is to be loaded'],
    [
      withSegments({ ...text, offset: 0x6000 }),
      '0x48: segment 0 should lie at 0x6000…0x6084, and the file ends at 0x5000: it is cut off',
    ],
    [
      withSegments(text, { ...data, memBytes: 0x10 }),
      '0x98: segment 1 has 0x10b0 in the file and 0x10 in memory: it would be cut off',
    ],
    [
      withSegments({ ...text, addr: 0x40_1008 }),
      '0x50: segment 0 is at 0x401008 in memory and 0x1000 in the file: no page can be both',
    ],
    [
      withSegments({ ...text, addr: 0x1000 }),
      '0x50: segment 0 lies at 0x1000…0x1084; there is room for it at 0x10000…0x7ffff7fff000',
    ],
    [withSegments(data, text), '0x88: segment 1 begins at 0x401000, below the end of the last one'],
  ])('is told with the byte that says so: %#', (bytes, problem) => {
    const read = (): unknown => readElf('tiny', bytes);

    expect(read).toThrow(BadInput);
    expect(read).toThrow(`tiny: at byte ${problem}`);
  });
});
