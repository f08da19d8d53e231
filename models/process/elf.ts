/**
 * An ELF executable: what the loader needs (program headers) and what people look at (sections).
 *
 *     0            64 bytes: what file it is, where the two tables are
 *     e_phoff      program headers of 56 bytes: segments, which the loader maps
 *     e_shoff      section headers of 64 bytes: what the segments hold, by name
 *
 * 64-bit little-endian files for x86-64 are read, of the types EXEC and DYN (position independent). A file that ends too
 * early or contradicts itself is told with the byte that says so; no file ends in anything else than a BadInput.
 *
 * Source: System V ABI, chapter 4 (ELF header, sections) and 5 (program header); Linux fs/binfmt_elf.c (which program
 * headers a loader refuses).
 * Left out: 32 bits, big-endian, more than 65279 sections, what the dynamic loader reads.
 */
import { GIB, hex } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { FileBytes } from './elf-bytes.ts';
import { LOWEST_ADDR, MMAP_TOP, PIE_END } from './places.ts';

/** A part of the file that the loader maps, or says something by. */
export interface Segment {
  /** `PT.LOAD` and others. */
  readonly type: number;
  /** Bits of `PF`. */
  readonly flags: number;
  readonly offset: number;
  /** Before the image is moved to where it is loaded. */
  readonly addr: Addr;
  readonly fileBytes: Bytes;
  /** At least `fileBytes`; what is more is zero. */
  readonly memBytes: Bytes;
  /** That its addresses are to be moved by whole multiples of; 1 where none is said. */
  readonly align: Bytes;
}

export interface Section {
  readonly name: string;
  readonly type: number;
  /** Bits of `SHF`. */
  readonly flags: number;
  readonly addr: Addr;
  readonly offset: number;
  readonly bytes: Bytes;
}

export interface Elf {
  /** Whether it can be loaded anywhere: ET_DYN. */
  readonly isPie: boolean;
  readonly entry: Addr;
  readonly segments: readonly Segment[];
  /** Those of the file, by index; the first one is always empty. */
  readonly sections: readonly Section[];
  /** Indices of the sections that hold names of sections and of symbols. */
  readonly nameTables: ReadonlySet<number>;
  readonly bytes: Uint8Array;
}

export const PT = { LOAD: 1, GNU_STACK: 0x6474_e551, GNU_RELRO: 0x6474_e552 } as const;
export const PF = { EXEC: 1, WRITE: 2, READ: 4 } as const;
export const SHT = { NULL: 0, SYMTAB: 2, STRTAB: 3, NOBITS: 8, SYMTAB_SHNDX: 18 } as const;
export const SHF = { ALLOC: 2, EXEC: 4 } as const;

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const SECTION_HEADER_BYTES = 64;
const MAGIC = 0x464c_457f;
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const TYPES = ['none', 'a relocatable object', 'EXEC', 'DYN', 'a core dump'];
const X86_64 = 62;
/** Linux loads none with more, and reads none of another size. */
const SEGMENTS_MAX = Math.floor(65536 / PROGRAM_HEADER_BYTES);

/**
 * @param file  its name, for errors
 * @throws {BadInput} when it is no executable of this kind, or broken
 */
export function readElf(file: string, bytes: Uint8Array): Elf {
  const data = new FileBytes(file, bytes);
  const isPie = readType(data);
  const entry = data.u64(24, 'e_entry');
  const segments = readSegments(data);
  checkLoads(data, segments, isPie ? [0, PIE_END] : [LOWEST_ADDR, MMAP_TOP]);
  const { sections, links, nameIndex } = readSections(data);
  const symbolNames = sections.flatMap(({ type }, i) =>
    type === SHT.SYMTAB ? [links[i] as number] : [],
  );
  const nameTables = new Set([nameIndex, ...symbolNames]);
  return { isPie, entry, segments, sections, nameTables, bytes };
}

/** Whether it is position independent. */
function readType(data: FileBytes): boolean {
  if (data.length < 4 || data.u32(0) !== MAGIC) {
    throw data.problem(0, 'this is no ELF file: it does not begin with 7f 45 4c 46');
  }
  data.check(0, HEADER_BYTES, 'the ELF header', 0);
  if (data.bytes[4] !== CLASS_64)
    throw data.problem(4, 'this is no 64-bit file; only those are read');
  if (data.bytes[5] !== LITTLE_ENDIAN) {
    throw data.problem(5, 'this file is not little-endian; only those are read');
  }
  const type = data.u16(16);
  if (type !== 2 && type !== 3) {
    const named = TYPES[type] ?? `of type ${type}`;
    throw data.problem(16, `this file is ${named}, and no executable\nlink it: cc -o program FILE`);
  }
  const machine = data.u16(18);
  if (machine !== X86_64) {
    throw data.problem(18, `this file is for machine ${machine}; only x86-64 (62) is laid out`);
  }
  return type === 3;
}

function readSegments(data: FileBytes): readonly Segment[] {
  const start = data.u64(32, 'e_phoff');
  const size = data.u16(54);
  const count = data.u16(56);
  if (count === 0) throw data.problem(56, 'there are no program headers, so nothing to load');
  if (size !== PROGRAM_HEADER_BYTES) {
    throw data.problem(54, `program headers are of ${size} bytes, not ${PROGRAM_HEADER_BYTES}`);
  }
  if (count > SEGMENTS_MAX) {
    throw data.problem(56, `there are ${count} program headers; Linux takes ${SEGMENTS_MAX}`);
  }
  data.check(start, count * size, 'the program headers', 32);
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * size;
    return {
      type: data.u32(at),
      flags: data.u32(at + 4),
      offset: data.u64(at + 8, 'p_offset'),
      addr: data.u64(at + 16, 'p_vaddr'),
      fileBytes: data.u64(at + 32, 'p_filesz'),
      memBytes: data.u64(at + 40, 'p_memsz'),
      align: alignOf(data.u64(at + 48, 'p_align')),
    };
  });
}

/** What is no power of two is no alignment to Linux either. */
function alignOf(said: number): Bytes {
  const isPower = said > 0 && said <= GIB && (said & (said - 1)) === 0;
  return isPower ? said : 1;
}

/** What the loader maps lies in the file, in a process, in ascending order, and apart. */
function checkLoads(
  data: FileBytes,
  segments: readonly Segment[],
  [lowest, highest]: readonly [Addr, Addr],
): void {
  const start = data.u64(32, 'e_phoff');
  let end = 0;
  let loads = 0;
  for (const [i, { type, offset, addr, fileBytes, memBytes }] of segments.entries()) {
    if (type !== PT.LOAD) continue;
    loads += 1;
    const at = start + i * PROGRAM_HEADER_BYTES;
    const named = `segment ${i}`;
    data.check(offset, fileBytes, named, at + 8);
    if (fileBytes > memBytes) {
      const sizes = `${hex(fileBytes)} in the file and ${hex(memBytes)} in memory`;
      throw data.problem(at + 32, `${named} has ${sizes}: it would be cut off`);
    }
    if (addr % PAGE !== offset % PAGE) {
      const where = `at ${hex(addr)} in memory and ${hex(offset)} in the file`;
      throw data.problem(at + 16, `${named} is ${where}: no page can be both`);
    }
    if (addr < lowest || addr + memBytes > highest) {
      const where = `${hex(addr)}…${hex(addr + memBytes)}`;
      const room = `${hex(lowest)}…${hex(highest)}`;
      throw data.problem(at + 16, `${named} lies at ${where}; there is room for it at ${room}`);
    }
    if (addr < end) {
      throw data.problem(at + 16, `${named} begins at ${hex(addr)}, below the end of the last one`);
    }
    end = addr + memBytes;
  }
  if (loads === 0) throw data.problem(start, 'no segment is to be loaded');
}

const PAGE: Bytes = 4096;

interface Table {
  readonly sections: readonly Section[];
  /** The section that each one names as its own. */
  readonly links: readonly number[];
  readonly nameIndex: number;
}

function readSections(data: FileBytes): Table {
  const start = data.u64(40, 'e_shoff');
  const size = data.u16(58);
  const count = data.u16(60);
  const nameIndex = data.u16(62);
  if (start === 0 || count === 0) return { sections: [], links: [], nameIndex };
  if (size !== SECTION_HEADER_BYTES) {
    throw data.problem(58, `section headers are of ${size} bytes, not ${SECTION_HEADER_BYTES}`);
  }
  data.check(start, count * size, 'the section headers', 40);
  if (nameIndex >= count) {
    throw data.problem(62, `names are in section ${nameIndex}, and there are ${count}`);
  }
  const head = (i: number): number => start + i * size;
  const namesAt = data.u64(head(nameIndex) + 24, 'sh_offset');
  const namesEnd = namesAt + data.u64(head(nameIndex) + 32, 'sh_size');
  data.check(namesAt, namesEnd - namesAt, 'the names of sections', head(nameIndex) + 24);
  const sections = Array.from({ length: count }, (_, i) => {
    const at = head(i);
    const nameAt = namesAt + data.u32(at);
    if (nameAt >= namesEnd && i > 0 && nameIndex > 0) {
      throw data.problem(at, `the name of section ${i} lies behind the names`);
    }
    return {
      name: data.text(nameAt, namesEnd),
      type: data.u32(at + 4),
      flags: data.u64(at + 8, 'sh_flags'),
      addr: data.u64(at + 16, 'sh_addr'),
      offset: data.u64(at + 24, 'sh_offset'),
      bytes: data.u64(at + 32, 'sh_size'),
    };
  });
  const links = Array.from({ length: count }, (_, i) => data.u32(head(i) + 40));
  return { sections, links, nameIndex };
}

/**
 * The sections that `size -A` has: all but tables of symbols and their names, where these are not loaded.
 *
 * @source binutils bfd/elf.c (bfd_section_from_shdr), binutils/size.c (print_sysv_format)
 */
export function listedSections({ sections, nameTables }: Elf): readonly Section[] {
  return sections.filter(({ type, flags }, i) => {
    if (type === SHT.NULL) return false;
    const isLoaded = (flags & SHF.ALLOC) !== 0;
    if (type === SHT.SYMTAB || type === SHT.SYMTAB_SHNDX) return isLoaded;
    return type !== SHT.STRTAB || isLoaded || !nameTables.has(i);
  });
}
