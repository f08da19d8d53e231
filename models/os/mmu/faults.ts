/**
 * The page fault: what the system does where the processor could not translate.
 *
 *     nothing mapped                     a stack grows, or the process is killed (MAPERR)
 *     no right to it                     the process is killed (ACCERR)
 *     never written, to be read          the frame of zeroes, or the page of the file; neither may be written
 *     never written, to be written       a frame of its own; 512 of them where huge pages are wanted and fit
 *     shared, to be written              a copy of its own
 *     its own, but not writable          writable
 *
 * Where no frame is left, those that were given back lazily are taken; where there is none of these, the process is killed.
 *
 * Keeps: process/zero-frame-unwritable, process/file-frames-unwritable, process/text-is-of-the-file,
 *   process/out-of-memory-only-without-frames.
 * Source: Linux mm/memory.c (handle_mm_fault, do_anonymous_page, do_wp_page, do_cow_fault), mm/huge_memory.c,
 *   mm/mmap.c (expand_downwards, stack_guard_gap).
 * Left out: the huge zero page, collapsing small pages, faults around the one that was missed.
 */
import type { Addr, Bytes } from '../../../src/base/units.ts';
import { HUGE_PAGE, PAGE, PROT, PTE } from '../../../spec/views/process.ts';
import type { Access, ProcessOutcome, RegionView } from '../../../spec/views/process.ts';
import { OK, pagesOf } from './address-space.ts';
import type { AddressSpace } from './address-space.ts';
import { ZERO_FRAME } from './frames.ts';
import { frameAt } from './mmu.ts';
import type { Pte } from './page-tables.ts';

/** How far a stack may grow, and what stays free below it. */
export interface StackLimits {
  readonly most: Bytes;
  readonly gap: Bytes;
}

export class FaultHandler {
  readonly #space: AddressSpace;
  readonly #stack: StackLimits;

  constructor(space: AddressSpace, stack: StackLimits) {
    this.#space = space;
    this.#stack = stack;
  }

  /** Makes an access possible: `ok`, or what becomes of the process. */
  handle(addr: Addr, access: Access): ProcessOutcome {
    const region = this.#space.regions.at(addr) ?? this.#grown(addr);
    if (region === undefined) return { is: 'fault', error: 'MAPERR', addr };
    if (!permits(region.prot, access)) return { is: 'fault', error: 'ACCERR', addr };
    const page = addr - (addr % PAGE);
    const pte = this.#space.mmu.tables.walk(page);
    if (access !== 'write') {
      this.#fill(page, this.#sharedFrame(region, page), region);
      return OK;
    }
    const isServed =
      pte === undefined ? this.#giveOwn(region, page) : this.#makeWritable(region, page, pte);
    return isServed ? OK : { is: 'out-of-memory', addr };
  }

  /** The stack above an address, reaching down to it; undefined where none may. */
  #grown(addr: Addr): RegionView | undefined {
    const { regions, commit, bounds } = this.#space;
    const above = regions.above(addr);
    if (above?.grows !== true) return undefined;
    const start = addr - (addr % PAGE);
    if (start < bounds.lowest || above.end - start > this.#stack.most) return undefined;
    const below = regions.below(addr);
    const isKept = below !== undefined && !below.grows && below.prot !== PROT.NONE;
    if (isKept && start - below.end < this.#stack.gap) return undefined;
    const more: RegionView = { ...above, start, end: above.start };
    if (above.isCommitted && !commit.charge(pagesOf(more))) return undefined;
    regions.add(more);
    return regions.at(addr);
  }

  /** What a page holds that was never written. */
  #sharedFrame({ start, fileOffset }: RegionView, page: Addr): number {
    return fileOffset < 0 ? ZERO_FRAME : this.#space.frames.ofFile(fileOffset + page - start);
  }

  /** A page that was never accessed gets a frame to be written to. */
  #giveOwn(region: RegionView, page: Addr): boolean {
    if (this.#giveHuge(region, page)) return true;
    const own = this.#take();
    if (own < 0) return false;
    if (region.fileOffset >= 0) this.#space.frames.copy(this.#sharedFrame(region, page), own);
    this.#fill(page, own, region, PTE.WRITE);
    return true;
  }

  /** Whether the 2 MiB around a page lie in the region, are not translated, and there are frames. */
  #giveHuge(region: RegionView, page: Addr): boolean {
    const { mmu, frames } = this.#space;
    const start = page - (page % HUGE_PAGE);
    const isInside = region.start <= start && start + HUGE_PAGE <= region.end;
    const isWanted = region.isHuge && region.fileOffset < 0 && isInside;
    if (!isWanted || !mmu.tables.isHugeFree(page)) return false;
    const first = frames.takeHuge();
    if (first < 0) return false;
    this.#fill(start, first, region, PTE.WRITE | PTE.HUGE);
    return true;
  }

  #makeWritable(region: RegionView, page: Addr, pte: Pte): boolean {
    const { frames, mmu } = this.#space;
    if (frames.isOwn(pte.frame)) {
      pte.bits |= PTE.WRITE;
      mmu.tlb.forget(page, page + PAGE);
      return true;
    }
    const own = this.#take();
    if (own < 0) return false;
    frames.copy(pte.frame, own);
    this.#space.drop(pte);
    this.#fill(page, own, region, PTE.WRITE);
    return true;
  }

  #fill(page: Addr, frame: number, { prot }: RegionView, more = 0): void {
    const { frames, mmu } = this.#space;
    const noExec = (prot & PROT.EXEC) === 0 ? PTE.NOEXEC : 0;
    const pte = mmu.tables.add(page, frame, PTE.PRESENT | PTE.USER | noExec | more);
    for (let at = 0; at < pte.bytes; at += PAGE) frames.map(frameAt(pte, pte.addr + at));
  }

  /** A frame, if need be one that was given back lazily; -1 when there is none. */
  #take(): number {
    const { frames } = this.#space;
    const frame = frames.take();
    if (frame >= 0) return frame;
    return this.#space.reclaim(Infinity) > 0 ? frames.take() : frame;
  }
}

function permits(prot: number, access: Access): boolean {
  if (access === 'read') return prot !== PROT.NONE;
  return (prot & (access === 'write' ? PROT.WRITE : PROT.EXEC)) !== 0;
}
