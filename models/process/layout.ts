/**
 * Where Linux puts the parts of an executable in an address space, without randomization.
 *
 *     0                  nothing is ever mapped in the first 64 KiB
 *     bias + p_vaddr     the segments: text, data, and bss behind the data's bytes of the file
 *                        0x555555554000 for the lowest one where the file is position independent
 *     end of bss         heap, upwards from the next page, as brk says
 *     …
 *     0x7ffff7fff000     mappings, downwards: 128 MiB below the top, of which the stack may have 8
 *     …
 *                        1 MiB that nothing is mapped in, below the lowest that the stack may reach
 *     0x7ffffffff000     stack, downwards; 132 KiB of it at first
 *
 * What RELRO names is made read-only, as the dynamic loader does when it has relocated it.
 *
 * Source: Linux fs/binfmt_elf.c (load_elf_binary), man 7 personality (ADDR_NO_RANDOMIZE); places.ts.
 * Differs: what is position independent and has no dynamic loader lies where others do.
 * Left out: the dynamic loader and the libraries that it maps, vdso, arguments and environment.
 */
import type { Addr } from '../../src/base/units.ts';
import type { Image, ImageRegion } from '../../spec/process.ts';
import { PAGE, PROT } from '../../spec/views/process.ts';
import type { RegionKind } from '../../spec/views/process.ts';
import { PF, PT } from './elf.ts';
import type { Elf, Segment } from './elf.ts';
import {
  GUARD_GAP,
  LOWEST_ADDR,
  MMAP_TOP,
  PIE_BASE,
  STACK_BYTES,
  STACK_LIMIT,
  USER_END,
} from './places.ts';

type Range = readonly [from: Addr, to: Addr];

/** Lays an executable out. */
export function layOut(elf: Elf): Image {
  const loads = elf.segments.filter(({ type }) => type === PT.LOAD);
  const first = loads[0] as Segment;
  const bias = elf.isPie ? biasOf(first, loads) : 0;
  const regions = loads.flatMap((segment) => regionsOf(segment, bias));
  const last = Math.max(...loads.map(({ addr, memBytes }) => addr + memBytes));
  const bss = loads
    .filter(({ fileBytes, memBytes }) => memBytes > fileBytes)
    .map(({ addr, fileBytes, memBytes }): Range => {
      return [bias + addr + fileBytes, bias + addr + memBytes];
    });
  const isWritten = ({ flags, fileBytes, memBytes }: Segment): boolean =>
    (flags & PF.WRITE) !== 0 && fileBytes > 0 && memBytes > fileBytes;
  const zeroed = loads
    .filter(isWritten)
    .map(({ addr, fileBytes }) => bias + addr + fileBytes)
    .map((from): Range => [from, pageUp(from)])
    .filter(([from, to]) => from < to);
  const stackFlags = elf.segments.find(({ type }) => type === PT.GNU_STACK)?.flags ?? 0;
  const isExecutable = (stackFlags & PF.EXEC) !== 0;
  return {
    bytes: elf.bytes,
    entry: bias + elf.entry,
    bias,
    regions: [...regions, ...relroOf(elf, regions, bias)],
    zeroed,
    bss: bss.filter(([from]) => isWritable(regions, from)),
    heapStart: pageUp(bias + last),
    mmapTop: MMAP_TOP,
    lowest: LOWEST_ADDR,
    end: USER_END,
    stack: {
      top: USER_END,
      start: USER_END - STACK_BYTES,
      lowest: USER_END - STACK_LIMIT,
      gap: GUARD_GAP,
      prot: PROT.READ | PROT.WRITE | (isExecutable ? PROT.EXEC : 0),
    },
  };
}

/** So that the lowest page lies at PIE_BASE, or below it as the alignment of the segments wants. */
function biasOf(first: Segment, loads: readonly Segment[]): Addr {
  const align = Math.max(PAGE, ...loads.map(({ align }) => align));
  const base = PIE_BASE - pageDown(first.addr);
  return base - (base % align);
}

/** What is of the file, and what is behind it. */
function regionsOf(segment: Segment, bias: Addr): readonly ImageRegion[] {
  const { flags, offset, addr, fileBytes, memBytes } = segment;
  const prot = protOf(flags);
  const start = pageDown(bias + addr);
  const middle = fileBytes === 0 ? start : pageUp(bias + addr + fileBytes);
  const end = pageUp(bias + addr + memBytes);
  const kind = kindOf(prot);
  const found: ImageRegion[] = [];
  if (start < middle) found.push({ start, end: middle, prot, kind, fileOffset: pageDown(offset) });
  if (middle < end) found.push({ start: middle, end, prot, kind: 'bss', fileOffset: -1 });
  return found;
}

/** The pages that lie wholly in what RELRO names, as they are mapped but for the right to write. */
function relroOf(elf: Elf, regions: readonly ImageRegion[], bias: Addr): readonly ImageRegion[] {
  const relro = elf.segments.find(({ type }) => type === PT.GNU_RELRO);
  if (relro === undefined) return [];
  const from = pageDown(bias + relro.addr);
  const to = pageDown(bias + relro.addr + relro.memBytes);
  return regions.flatMap((region) => {
    const start = Math.max(from, region.start);
    const end = Math.min(to, region.end);
    if (start >= end) return [];
    const { fileOffset } = region;
    const moved = fileOffset < 0 ? fileOffset : fileOffset + start - region.start;
    return [{ start, end, prot: PROT.READ, kind: 'relro', fileOffset: moved }];
  });
}

function isWritable(regions: readonly ImageRegion[], addr: Addr): boolean {
  const region = regions.findLast(({ start, end }) => start <= addr && addr < end);
  return region !== undefined && (region.prot & PROT.WRITE) !== 0;
}

function protOf(flags: number): number {
  return (
    ((flags & PF.READ) === 0 ? 0 : PROT.READ) |
    ((flags & PF.WRITE) === 0 ? 0 : PROT.WRITE) |
    ((flags & PF.EXEC) === 0 ? 0 : PROT.EXEC)
  );
}

function kindOf(prot: number): RegionKind {
  if ((prot & PROT.EXEC) !== 0) return 'text';
  return (prot & PROT.WRITE) === 0 ? 'rodata' : 'data';
}

export function pageDown(addr: Addr): Addr {
  return addr - (addr % PAGE);
}

export function pageUp(addr: Addr): Addr {
  return pageDown(addr + PAGE - 1);
}

/** Where nothing is mapped on purpose: an access there is a mistake of the program. */
export function gapsOf({ stack }: Image): readonly {
  readonly start: Addr;
  readonly end: Addr;
  readonly name: string;
}[] {
  return [
    { start: 0, end: LOWEST_ADDR, name: 'null guard' },
    { start: stack.lowest, end: stack.start, name: 'stack, when it has grown' },
    { start: stack.lowest - GUARD_GAP, end: stack.lowest, name: 'stack guard' },
  ];
}
