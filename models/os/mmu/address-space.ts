/**
 * An address space: regions that are promised, page tables that are filled as they are accessed, and the calls on top.
 *
 *     mmap, brk           promise a region; nothing is translated yet
 *     access              the processor translates, or faults; the fault (faults.ts) fills the tables or kills the process
 *     madvise dontneed    forgets what pages hold: zero, or as in the file, when they are accessed again
 *     madvise free        the same, but only when the system needs frames, and not if they are written before
 *     mprotect            changes rights in regions, tables and TLB
 *     munmap              takes all three away
 *
 * Keeps: process/outcome-as-promised, process/contents-as-promised, process/refusal-changes-nothing,
 *   process/unmapped-leaves-nothing.
 * Source: Linux mm/mmap.c, mm/mprotect.c, mm/madvise.c, mm/memory.c; man 2 mmap, mprotect, madvise, brk.
 * Differs: a call that is refused changes nothing, where some of Linux's stop half-way.
 * Left out: shared mappings, files but the executable, mremap, mlock, swap, other processors' TLBs.
 */
import type { Addr, Bytes } from '../../../src/base/units.ts';
import type { Advice, MapRequest, SystemConfig } from '../../../spec/process.ts';
import { HUGE_PAGE, PAGE, PROT, PTE } from '../../../spec/views/process.ts';
import type { ProcessOutcome, RegionView } from '../../../spec/views/process.ts';
import { Commit } from './commit.ts';
import { Frames, ZERO_FRAME } from './frames.ts';
import { Mmu, frameAt } from './mmu.ts';
import type { Pte } from './page-tables.ts';
import { VmRegions } from './regions.ts';

/** The bounds of an address space. */
export interface Bounds {
  /** Nothing is mapped below. */
  readonly lowest: Addr;
  /** Mappings for which no place is said lie below. */
  readonly mmapTop: Addr;
  readonly end: Addr;
  /** Where the heap begins. */
  readonly heapStart: Addr;
}

export const OK: ProcessOutcome = { is: 'ok' };
const ENOMEM: ProcessOutcome = { is: 'refused', error: 'ENOMEM' };
const EINVAL: ProcessOutcome = { is: 'refused', error: 'EINVAL' };

export class AddressSpace {
  readonly bounds: Bounds;
  readonly regions = new VmRegions();
  readonly mmu = new Mmu();
  readonly frames: Frames;
  brkAddr: Addr;
  #commit: Commit;

  /** A new one is for the loader: it has as many frames as it needs, and may promise all. */
  constructor(bounds: Bounds, file: Uint8Array, loaderFrames: number) {
    this.bounds = bounds;
    this.frames = new Frames(file, loaderFrames);
    this.brkAddr = bounds.heapStart;
    this.#commit = new Commit('always', 0, 0);
  }

  get commit(): Commit {
    return this.#commit;
  }

  /** Ends the loader's time: what there is from now on is what is used, and what is to spare. */
  begin({ overcommit, spareFrames, sparePages }: SystemConfig): void {
    const { pages } = this.#commit;
    const total = this.frames.resident + spareFrames;
    this.#commit = new Commit(overcommit, pages + sparePages, total);
    this.#commit.pages = pages;
    this.frames.add(Math.max(0, spareFrames - this.frames.free));
  }

  /** Maps a region where it is to be, whatever is there. Not for programs: nothing is refused. */
  load(region: RegionView): void {
    this.#unmap(region.start, region.end);
    if (region.isCommitted) this.#commit.charge(pagesOf(region));
    this.regions.add(region);
  }

  mmap({ addr, bytes, prot, isReserveless, kind }: MapRequest): ProcessOutcome {
    const length = wholePages(bytes);
    if (!(bytes > 0) || (addr !== undefined && addr % PAGE !== 0)) return EINVAL;
    const start = addr ?? this.#placeFor(length);
    if (start === undefined || !this.#isInside(start, length)) return ENOMEM;
    const counts = !isReserveless || this.#commit.countsReserveless;
    const isCommitted = (prot & PROT.WRITE) !== 0 && counts;
    const replaced = committedIn(this.regions.within(start, start + length));
    if (isCommitted && !this.#commit.charge(length / PAGE, replaced)) return ENOMEM;
    this.#unmap(start, start + length);
    this.regions.add({
      start,
      end: start + length,
      prot,
      kind,
      fileOffset: -1,
      isHuge: false,
      isCommitted,
      grows: false,
    });
    return { is: 'address', addr: start };
  }

  munmap(addr: Addr, bytes: Bytes): ProcessOutcome {
    const length = wholePages(bytes);
    if (!this.#isLegal(addr, bytes) || !(bytes > 0)) return EINVAL;
    this.#unmap(addr, addr + length);
    return OK;
  }

  mprotect(addr: Addr, bytes: Bytes, prot: number): ProcessOutcome {
    const end = addr + wholePages(bytes);
    if (!this.#isLegal(addr, bytes)) return EINVAL;
    if (!this.regions.covers(addr, end)) return ENOMEM;
    const isPromised = ({ prot: before, isCommitted }: RegionView): boolean =>
      isCommitted || (prot & PROT.WRITE) === 0 || (before & PROT.WRITE) !== 0;
    const uncommitted = this.regions.within(addr, end).filter((region) => !isPromised(region));
    const pages = uncommitted.reduce((sum, region) => sum + pagesOf(region), 0);
    if (!this.#commit.charge(pages)) return ENOMEM;
    this.regions.change(addr, end, (region) => ({
      prot,
      isCommitted: region.isCommitted || !isPromised(region),
    }));
    for (const pte of this.#ptesOf(addr, end)) this.#protect(pte, prot);
    this.mmu.tlb.forget(addr, end);
    return OK;
  }

  madvise(addr: Addr, bytes: Bytes, advice: Advice): ProcessOutcome {
    const end = addr + wholePages(bytes);
    if (!this.#isLegal(addr, bytes)) return EINVAL;
    if (!this.regions.covers(addr, end)) return ENOMEM;
    const isOfFile = this.regions.within(addr, end).some(({ fileOffset }) => fileOffset >= 0);
    if (advice === 'free' && isOfFile) return EINVAL;
    if (advice === 'huge' || advice === 'nohuge') {
      this.regions.change(addr, end, () => ({ isHuge: advice === 'huge' }));
      // A huge page lies in one region.
      this.#ptesOf(addr, end);
    } else if (advice === 'dontneed') this.#zap(addr, end);
    else this.#freeLazily(addr, end);
    return OK;
  }

  /** Where the break is then: where it was, where it is refused. */
  brk(addr: Addr): ProcessOutcome {
    const { heapStart } = this.bounds;
    const before = this.brkAddr;
    const [from, to] = [wholePages(before), wholePages(addr)];
    if (addr < heapStart || !Number.isInteger(addr)) return { is: 'address', addr: before };
    if (to > from && !this.#growHeap(from, to)) return { is: 'address', addr: before };
    if (to < from) this.#unmap(to, from);
    this.brkAddr = addr;
    return { is: 'address', addr };
  }

  /** Takes frames that were given back by MADV_FREE and not written since, the lowest first: how many. */
  reclaim(most: number): number {
    let taken = 0;
    for (const pte of this.mmu.tables.inRange(0, this.bounds.end)) {
      const count = pte.bytes / PAGE;
      if (taken + count > most || (pte.bits & PTE.LAZY) === 0) continue;
      if ((pte.bits & PTE.DIRTY) !== 0) {
        pte.bits &= ~PTE.LAZY;
        continue;
      }
      taken += count;
      this.drop(pte);
    }
    return taken;
  }

  /** Takes a translation away, and the frames that nothing leads to then. */
  drop(pte: Pte): void {
    this.mmu.tables.remove(pte);
    this.mmu.tlb.forget(pte.addr, pte.addr + pte.bytes);
    for (let page = 0; page < pte.bytes; page += PAGE) {
      this.frames.unmap(frameAt(pte, pte.addr + page));
    }
  }

  #growHeap(from: Addr, to: Addr): boolean {
    // A page stays free between the heap and what is above it.
    if (to + PAGE > this.bounds.end || this.regions.within(from, to + PAGE).length > 0)
      return false;
    if (!this.#commit.charge((to - from) / PAGE)) return false;
    this.regions.add({
      start: from,
      end: to,
      prot: PROT.READ | PROT.WRITE,
      kind: 'heap',
      fileOffset: -1,
      isHuge: false,
      isCommitted: true,
      grows: false,
    });
    return true;
  }

  #unmap(from: Addr, to: Addr): void {
    this.#zap(from, to);
    this.#commit.give(committedIn(this.regions.within(from, to)));
    this.regions.remove(from, to);
  }

  #zap(from: Addr, to: Addr): void {
    for (const pte of this.#ptesOf(from, to)) this.drop(pte);
  }

  /** What is given back holds its bytes until the system takes it: clean, so that a write is noticed. */
  #freeLazily(from: Addr, to: Addr): void {
    for (const pte of this.#ptesOf(from, to)) {
      if (pte.frame === ZERO_FRAME) continue;
      pte.bits = (pte.bits | PTE.LAZY) & ~(PTE.DIRTY | PTE.ACCESSED);
    }
    this.mmu.tlb.forget(from, to);
  }

  /** The translations of a range, and of nothing else: huge ones that reach beyond it are split. */
  #ptesOf(from: Addr, to: Addr): readonly Pte[] {
    const { tables, tlb } = this.mmu;
    for (const pte of tables.inRange(from, to)) {
      if (pte.addr >= from && pte.addr + pte.bytes <= to) continue;
      tables.split(pte);
      tlb.forget(pte.addr, pte.addr + HUGE_PAGE);
    }
    return tables.inRange(from, to);
  }

  /** Rights to write are given by the fault that needs them, so that what is shared is copied first. */
  #protect(pte: Pte, prot: number): void {
    const hidden = pte.bits & ~(PTE.PRESENT | PTE.NONE | PTE.NOEXEC);
    const isThere = prot === PROT.NONE ? PTE.NONE : PTE.PRESENT;
    pte.bits = hidden | isThere | ((prot & PROT.EXEC) === 0 ? PTE.NOEXEC : 0);
    if ((prot & PROT.WRITE) === 0) pte.bits &= ~PTE.WRITE;
  }

  #placeFor(bytes: Bytes): Addr | undefined {
    const { mmapTop, lowest } = this.bounds;
    return this.regions.placeBelow(mmapTop, bytes, lowest);
  }

  #isInside(addr: Addr, bytes: Bytes): boolean {
    const { lowest, end } = this.bounds;
    return addr >= lowest && addr + bytes <= end;
  }

  #isLegal(addr: Addr, bytes: Bytes): boolean {
    const isInside = addr >= 0 && addr + wholePages(bytes) <= this.bounds.end;
    return addr % PAGE === 0 && bytes >= 0 && isInside;
  }
}

export function wholePages(bytes: Bytes): Bytes {
  return Math.ceil(bytes / PAGE) * PAGE;
}

export function pagesOf({ start, end }: RegionView): number {
  return (end - start) / PAGE;
}

function committedIn(regions: readonly RegionView[]): number {
  return regions.reduce((sum, region) => sum + (region.isCommitted ? pagesOf(region) : 0), 0);
}
