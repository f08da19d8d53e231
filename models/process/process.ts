/**
 * A process: an executable loaded into an address space, which commands then change and access.
 *
 * The loader maps the regions of the image, makes zero what of a page of the file belongs to bss, and maps the stack. Nothing
 * else is translated when the process begins.
 *
 * Keeps: process/bss-zero, process/break-moves-heap-alone, process/accesses-permitted.
 * Source: Linux fs/binfmt_elf.c (load_elf_binary, padzero).
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type {
  AccessRequest,
  Accessed,
  Advice,
  Image,
  MakeProcess,
  MapRequest,
  ProcessSubject,
  SystemConfig,
} from '../../spec/process.ts';
import { PAGE, PROT } from '../../spec/views/process.ts';
import type {
  FrameView,
  ProcessOutcome,
  PteView,
  RegionView,
  TableView,
  TlbEntryView,
} from '../../spec/views/process.ts';
import { AddressSpace, OK } from '../os/mmu/address-space.ts';
import { FaultHandler } from '../os/mmu/faults.ts';
import { frameAt } from '../os/mmu/mmu.ts';

export class Process implements ProcessSubject {
  readonly #space: AddressSpace;
  readonly #faults: FaultHandler;

  constructor(image: Image, config: SystemConfig) {
    const { stack, bytes, zeroed } = image;
    this.#space = new AddressSpace(image, bytes, zeroed.length);
    const most = stack.top - stack.lowest;
    this.#faults = new FaultHandler(this.#space, { most, gap: stack.gap });
    this.#load(image);
    this.#space.begin(config);
  }

  get regions(): readonly RegionView[] {
    return this.#space.regions.list;
  }

  get ptes(): readonly PteView[] {
    return this.#space.mmu.tables.inRange(0, this.#space.bounds.end);
  }

  get tlb(): readonly TlbEntryView[] {
    return this.#space.mmu.tlb.entries;
  }

  get frames(): readonly FrameView[] {
    return this.#space.frames.inUse();
  }

  get tables(): readonly TableView[] {
    return this.#space.mmu.tables.tables();
  }

  get residentFrames(): number {
    return this.#space.frames.resident;
  }

  get committedPages(): number {
    return this.#space.commit.pages;
  }

  get commitLimit(): number {
    return this.#space.commit.limit;
  }

  get freeFrames(): number {
    return this.#space.frames.free;
  }

  get heap(): { readonly start: Addr; readonly brk: Addr } {
    return { start: this.#space.bounds.heapStart, brk: this.#space.brkAddr };
  }

  mmap(request: MapRequest): ProcessOutcome {
    return this.#space.mmap(request);
  }

  munmap(addr: Addr, bytes: Bytes): ProcessOutcome {
    return this.#space.munmap(addr, bytes);
  }

  mprotect(addr: Addr, bytes: Bytes, prot: number): ProcessOutcome {
    return this.#space.mprotect(addr, bytes, prot);
  }

  madvise(addr: Addr, bytes: Bytes, advice: Advice): ProcessOutcome {
    return this.#space.madvise(addr, bytes, advice);
  }

  brk(addr: Addr): ProcessOutcome {
    return this.#space.brk(addr);
  }

  reclaim(frames: number): void {
    this.#space.reclaim(frames);
  }

  access({ addr, bytes, access, value }: AccessRequest): Accessed {
    const read = new Uint8Array(access === 'read' ? bytes : 0);
    for (let at = addr; at < addr + bytes;) {
      const end = Math.min(addr + bytes, at - (at % PAGE) + PAGE);
      const found = this.#translated(at, access);
      if (typeof found !== 'number') return { outcome: found, read: read.subarray(0, at - addr) };
      const from = at % PAGE;
      const to = from + end - at;
      if (access === 'write') this.#space.frames.writable(found).fill(value, from, to);
      else if (access === 'read') {
        const held = this.#space.frames.bytesOf(found)?.subarray(from, to);
        if (held !== undefined) read.set(held, at - addr);
      }
      at = end;
    }
    return { outcome: OK, read };
  }

  get held(): ReadonlyMap<Addr, Uint8Array> {
    const { frames } = this.#space;
    const held = new Map<Addr, Uint8Array>();
    for (const { addr, bytes: size, frame } of this.ptes) {
      for (let i = 0; i < size / PAGE; i += 1) {
        const bytes = frames.bytesOf(frame + i);
        if (bytes !== undefined) held.set(addr + i * PAGE, bytes);
      }
    }
    return held;
  }

  pageBytes(addr: Addr): Uint8Array | undefined {
    const { mmu, frames, regions } = this.#space;
    const pte = mmu.tables.walk(addr);
    if (pte !== undefined) return frames.bytesOf(frameAt(pte, addr));
    const region = regions.at(addr);
    if (region === undefined || region.fileOffset < 0) return undefined;
    return frames.bytesOf(frames.ofFile(region.fileOffset + addr - region.start));
  }

  /** The frame of an address, or what becomes of the process. */
  #translated(addr: Addr, access: AccessRequest['access']): number | ProcessOutcome {
    for (;;) {
      const frame = this.#space.mmu.translate(addr, access);
      if (frame >= 0) return frame;
      const handled = this.#faults.handle(addr, access);
      if (handled !== OK) return handled;
    }
  }

  #load({ regions, zeroed, stack }: Image): void {
    for (const region of regions) {
      const isCommitted = (region.prot & PROT.WRITE) !== 0 || region.kind === 'relro';
      this.#space.load({ ...region, isHuge: false, isCommitted, grows: false });
    }
    for (const [from, to] of zeroed) this.#zero(from, to);
    const { start, top: end, prot } = stack;
    this.#space.load({
      start,
      end,
      prot,
      kind: 'stack',
      fileOffset: -1,
      isHuge: false,
      isCommitted: true,
      grows: true,
    });
  }

  /** Whatever the rights are: what RELRO names is made read-only behind it. */
  #zero(from: Addr, to: Addr): void {
    const { prot } = this.#space.regions.at(from) as RegionView;
    const page = from - (from % PAGE);
    this.mprotect(page, PAGE, prot | PROT.WRITE);
    this.access({ addr: from, bytes: to - from, access: 'write', value: 0 });
    this.mprotect(page, PAGE, prot);
  }
}

/** The process of the model. */
export const makeProcess: MakeProcess = (image, config) => new Process(image, config);
