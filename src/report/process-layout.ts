/** An executable in words: its sections as `size -A` has them, and where its parts lie in a process. */
import type { Section } from '../../models/process/elf.ts';
import type { Image, ImageRegion } from '../../spec/process.ts';
import { protText } from '../../spec/views/process.ts';
import type { RegionView } from '../../spec/views/process.ts';
import { GIB, KIB, MIB, hex } from '../base/units.ts';
import type { Addr, Bytes } from '../base/units.ts';

/** What is told of an executable. */
export interface LayoutReport {
  readonly file: string;
  readonly isPie: boolean;
  readonly sections: readonly Section[];
  readonly image: Image;
  /** When it is loaded. */
  readonly regions: readonly RegionView[];
  /** Where nothing is ever mapped, and why. */
  readonly gaps: readonly Gap[];
}

/** A range in which nothing is mapped, on purpose. */
export interface Gap {
  readonly start: Addr;
  readonly end: Addr;
  readonly name: string;
}

/** One line of the layout. */
interface Row extends Pick<ImageRegion, 'start' | 'end'> {
  readonly rights: string;
  readonly name: string;
}

/**
 * As `size -A FILE` prints it.
 *
 * @source binutils/size.c (print_sysv_format)
 */
export function sectionsText(file: string, sections: readonly Section[]): string {
  const total = sections.reduce((sum, { bytes }) => sum + bytes, 0);
  const highest = Math.max(0, ...sections.map(({ addr }) => addr));
  const name = widest(['section', ...sections.map((each) => each.name)]);
  const size = widest(['size', String(total)]);
  const addr = widest(['addr', String(highest)]);
  const lines = sections.map((each) =>
    [
      each.name.padEnd(name),
      String(each.bytes).padStart(size),
      String(each.addr).padStart(addr),
    ].join('   '),
  );
  const head = ['section'.padEnd(name), 'size'.padStart(size), 'addr'.padStart(addr)].join('   ');
  const foot = `${'Total'.padEnd(name)}   ${String(total).padStart(size)}`;
  return `${[`${file}  :`, head, ...lines, foot].join('\n')}\n\n`;
}

/** The regions of the process, ascending, with the guards between them. */
export function layoutText({ isPie, image, regions, gaps }: LayoutReport): string {
  const rows = [
    ...regions.map((region): Row => {
      return { ...region, rights: protText(region.prot), name: region.kind };
    }),
    ...gaps.map((gap): Row => ({ ...gap, rights: '---' })),
    { start: image.heapStart, end: image.heapStart, rights: 'rw-', name: 'heap' },
  ].toSorted((a, b) => a.start - b.start || a.end - b.end);
  const where = isPie
    ? `position independent, moved by ${hex(image.bias)}`
    : 'at its own addresses';
  const sizes = rows.map(({ start, end }) => bytesText(end - start));
  const width = widest(['size', ...sizes]);
  const lines = rows.map(({ start, end, rights, name }, i) => {
    const size = (sizes[i] as string).padStart(width);
    return `${wide(start)}-${wide(end)}  ${rights}   ${size}  ${name}`;
  });
  const head = `${'from'.padEnd(14)}-${'to'.padEnd(14)}  may  ${'size'.padStart(width + 1)}  region`;
  const first = `process, ${where}, begins at ${hex(image.entry)}`;
  return `${[first, '', head, ...lines].join('\n')}\n`;
}

/** `132 KiB`: whole where it can be. */
function bytesText(bytes: Bytes): string {
  for (const [unit, name] of [
    [GIB, 'GiB'],
    [MIB, 'MiB'],
  ] as const) {
    if (bytes >= unit && bytes % unit === 0) return `${bytes / unit} ${name}`;
  }
  return `${bytes / KIB} KiB`;
}

function wide(addr: Addr): string {
  return `0x${addr.toString(16).padStart(12, '0')}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}
