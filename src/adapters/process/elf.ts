/** What an ELF file says of itself: the shared libraries of Linux. */

export interface Elf {
  /** As `ARCHITECTURES` names it, or the number of one that is not there. */
  readonly architecture: string;
  readonly kind: 'relocatable' | 'executable' | 'shared' | 'core' | 'other';
  /** Names of libraries that it needs, and its own; empty without a dynamic section. */
  readonly needs: readonly string[];
  /** Names of the functions that it defines for others, sorted. */
  readonly functions: readonly string[];
}

/** Node's names of architectures, by the number and the width that ELF has for them. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  '3/32': 'ia32',
  '8/32': 'mips',
  '21/64': 'ppc64',
  '22/64': 's390x',
  '40/32': 'arm',
  '62/32': 'x32',
  '62/64': 'x64',
  '183/64': 'arm64',
  '243/64': 'riscv64',
  '258/64': 'loong64',
};

const KINDS: readonly Elf['kind'][] = ['other', 'relocatable', 'executable', 'shared', 'core'];

const SHT_DYNAMIC = 6;
const SHT_DYNSYM = 11;
const DT_NEEDED = 1n;
const DT_SONAME = 14n;
const STT_FUNC = 2;
const STT_GNU_IFUNC = 10;
const STB_GLOBAL = 1;
const STB_WEAK = 2;

/** Undefined where the bytes are no ELF file. Of a 32-bit or big-endian one only the header is read. */
export function readElf(file: Buffer): Elf | undefined {
  if (file.length < 20 || file.readUInt32BE(0) !== 0x7f45_4c46) return undefined;
  const bits = file[4] === 2 ? 64 : 32;
  const little = file[5] === 1;
  const machine = little ? file.readUInt16LE(18) : file.readUInt16BE(18);
  const kind = KINDS[little ? file.readUInt16LE(16) : file.readUInt16BE(16)] ?? 'other';
  const architecture = ARCHITECTURES[`${machine}/${bits}`] ?? `ELF machine ${machine}`;
  const header = { architecture, kind };
  if (bits !== 64 || !little) return { ...header, needs: [], functions: [] };
  const sections = readSections(file);
  return { ...header, needs: readNeeds(file, sections), functions: readFunctions(file, sections) };
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly bytes: number;
  /** The section that belongs to this one: its strings. */
  readonly link: number;
}

const NO_SECTION: Section = { type: 0, offset: 0, bytes: 0, link: 0 };

function readSections(file: Buffer): readonly Section[] {
  const table = Number(file.readBigUInt64LE(0x28));
  const [entryBytes, count] = [file.readUInt16LE(0x3a), file.readUInt16LE(0x3c)];
  return Array.from({ length: count }, (_, i) => {
    const at = table + i * entryBytes;
    if (at + 64 > file.length) return NO_SECTION;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      bytes: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    };
  });
}

/** Where the entries of a table begin, of all tables of a type. */
function* entriesOf(
  file: Buffer,
  sections: readonly Section[],
  type: number,
  entryBytes: number,
): Generator<readonly [at: number, strings: Section]> {
  for (const section of sections.filter((each) => each.type === type)) {
    const end = Math.min(section.offset + section.bytes, file.length);
    for (let at = section.offset; at + entryBytes <= end; at += entryBytes) {
      yield [at, sections[section.link] ?? NO_SECTION];
    }
  }
}

function readNeeds(file: Buffer, sections: readonly Section[]): readonly string[] {
  const names: string[] = [];
  for (const [at, strings] of entriesOf(file, sections, SHT_DYNAMIC, 16)) {
    const tag = file.readBigUInt64LE(at);
    if (tag !== DT_NEEDED && tag !== DT_SONAME) continue;
    names.push(stringAt(file, strings, Number(file.readBigUInt64LE(at + 8))));
  }
  return names;
}

function readFunctions(file: Buffer, sections: readonly Section[]): readonly string[] {
  const names = new Set<string>();
  for (const [at, strings] of entriesOf(file, sections, SHT_DYNSYM, 24)) {
    const info = file[at + 4] as number;
    const isFunction = [STT_FUNC, STT_GNU_IFUNC].includes(info & 15);
    const isPublic = [STB_GLOBAL, STB_WEAK].includes(info >> 4);
    const isDefined = file.readUInt16LE(at + 6) !== 0;
    if (isFunction && isPublic && isDefined) {
      names.add(stringAt(file, strings, file.readUInt32LE(at)));
    }
  }
  return [...names].toSorted();
}

function stringAt(file: Buffer, strings: Section, index: number): string {
  const from = strings.offset + index;
  return file.toString('latin1', from, file.indexOf(0, from));
}
