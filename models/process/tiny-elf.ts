/** A small ELF executable, byte by byte: a segment of text, one of data with bss behind it, and the sections in them. */

export interface TinySegment {
  readonly type?: number;
  readonly flags: number;
  readonly offset: number;
  readonly addr: number;
  readonly fileBytes: number;
  readonly memBytes: number;
  readonly align?: number;
}

export interface TinySection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly addr: number;
  readonly offset: number;
  readonly bytes: number;
}

export interface Tiny {
  /** 2 for EXEC, 3 for DYN. */
  readonly type: number;
  readonly entry: number;
  readonly segments: readonly TinySegment[];
  readonly sections: readonly TinySection[];
}

const READ_EXEC = 5;
const READ_WRITE = 6;

/**
 * 100 bytes of text, 0x20 of rodata; 0x10b0 of data, which begins in the page of the file in which text ends; 0x2100 of bss: a part
 * of the last page of data, and two of its own.
 */
export const TINY: Tiny = {
  type: 2,
  entry: 0x40_1000,
  segments: [
    { flags: READ_EXEC, offset: 0x1000, addr: 0x40_1000, fileBytes: 0x84, memBytes: 0x84 },
    { flags: READ_WRITE, offset: 0x1f80, addr: 0x40_3f80, fileBytes: 0x10b0, memBytes: 0x31b0 },
  ],
  sections: [
    { name: '.text', type: 1, flags: 6, addr: 0x40_1000, offset: 0x1000, bytes: 100 },
    { name: '.rodata', type: 1, flags: 2, addr: 0x40_1064, offset: 0x1064, bytes: 0x20 },
    { name: '.data', type: 1, flags: 3, addr: 0x40_3f80, offset: 0x1f80, bytes: 0x10b0 },
    { name: '.bss', type: 8, flags: 3, addr: 0x40_5030, offset: 0x3030, bytes: 0x2100 },
  ],
};

const FILE_BYTES = 0x5000;
const PROGRAM_HEADERS = 64;
/** Where the headers of sections are, and their names. */
export const SECTION_HEADERS = 0x4800;
const NAMES = 0x4400;

/** The bytes of a file. What is not a header counts upwards, so that no byte of it is zero. */
export function elfBytes({ type, entry, segments, sections }: Tiny = TINY): Uint8Array {
  const bytes = new Uint8Array(FILE_BYTES);
  for (let i = 0x1000; i < NAMES; i += 1) bytes[i] = 1 + (i % 255);
  const view = new DataView(bytes.buffer);
  const u64 = (at: number, value: number): void => view.setBigUint64(at, BigInt(value), true);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, type, true);
  view.setUint16(18, 62, true);
  view.setUint32(20, 1, true);
  u64(24, entry);
  u64(32, PROGRAM_HEADERS);
  u64(40, SECTION_HEADERS);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, segments.length, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, sections.length + 2, true);
  view.setUint16(62, sections.length + 1, true);
  for (const [i, segment] of segments.entries()) {
    const at = PROGRAM_HEADERS + i * 56;
    view.setUint32(at, segment.type ?? 1, true);
    view.setUint32(at + 4, segment.flags, true);
    const { offset, addr, fileBytes, memBytes, align = 0x1000 } = segment;
    for (const [j, value] of [offset, addr, addr, fileBytes, memBytes, align].entries()) {
      u64(at + 8 + j * 8, value);
    }
  }
  let name = NAMES + 1;
  const named = [
    ...sections,
    { name: '.shstrtab', type: 3, flags: 0, addr: 0, offset: NAMES, bytes: 0x100 },
  ];
  for (const [i, section] of named.entries()) {
    const at = SECTION_HEADERS + (i + 1) * 64;
    view.setUint32(at, name - NAMES, true);
    view.setUint32(at + 4, section.type, true);
    for (const [j, value] of [
      section.flags,
      section.addr,
      section.offset,
      section.bytes,
    ].entries()) {
      u64(at + 8 + j * 8, value);
    }
    bytes.set(new TextEncoder().encode(section.name), name);
    bytes[name + section.name.length] = 0;
    name += section.name.length + 1;
  }
  return bytes;
}
