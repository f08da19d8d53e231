/**
 * What a process may expect of its system: a list of pages, each with its rights and its bytes, and the calls by the book.
 *
 * It knows neither tables nor frames nor regions; regions are the runs of equal pages. What it cannot know it bounds: a page
 * that was given back by MADV_FREE may hold its bytes or zeroes, until it is read or written; a write that needs a frame may
 * find none.
 *
 * Source: man 2 mmap, munmap, mprotect, madvise, brk; Linux Documentation/mm/overcommit-accounting.rst.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type {
  AccessRequest,
  Accessed,
  Advice,
  Image,
  MapRequest,
  SystemConfig,
} from '../../spec/process.ts';
import { PAGE, PROT } from '../../spec/views/process.ts';
import type {
  Access,
  ByteReading,
  PageView,
  ProcessOutcome,
  RegionKind,
  RegionView,
  Touch,
} from '../../spec/views/process.ts';

interface Page {
  prot: number;
  readonly kind: RegionKind;
  readonly fileOffset: number;
  isHuge: boolean;
  isCommitted: boolean;
  readonly grows: boolean;
  /** All that it may hold; undefined for what it held at first. */
  held: Uint8Array[] | undefined;
  /** Given back by MADV_FREE, and not written since. */
  isLazy: boolean;
  wasTouched: boolean;
  wasWritten: boolean;
}

/** What an access should come to, and what was seen of it. */
export interface JudgedAccess {
  readonly promised: ProcessOutcome;
  readonly readings: readonly ByteReading[];
  readonly touches: readonly Touch[];
}

const ZEROES: Readonly<Uint8Array> = new Uint8Array(PAGE);
const OK: ProcessOutcome = { is: 'ok' };
const ENOMEM: ProcessOutcome = { is: 'refused', error: 'ENOMEM' };
const EINVAL: ProcessOutcome = { is: 'refused', error: 'EINVAL' };

export class NaiveProcess {
  brkAddr: Addr;
  readonly #image: Image;
  /** By address / PAGE. */
  readonly #pages = new Map<number, Page>();
  /** Pages of the executable, by their place in it. */
  readonly #file = new Map<number, Uint8Array>();
  #overcommit: SystemConfig['overcommit'] = 'always';
  #limit = Infinity;
  #total = Infinity;
  #regions: readonly RegionView[] | undefined;

  /** @param total  pages that there are in all */
  constructor(image: Image, { overcommit, sparePages }: SystemConfig, total: number) {
    this.#image = image;
    this.brkAddr = image.heapStart;
    for (const region of image.regions) {
      const isCommitted = (region.prot & PROT.WRITE) !== 0 || region.kind === 'relro';
      this.#map(region.start, region.end, { ...region, isCommitted });
    }
    for (const [from, to] of image.zeroed) {
      this.#write(this.#pageOf(from) as Page, from % PAGE, (from % PAGE) + to - from, 0);
    }
    const { start, top, prot } = image.stack;
    this.#map(start, top, { prot, kind: 'stack', fileOffset: -1, isCommitted: true, grows: true });
    this.#overcommit = overcommit;
    this.#limit = overcommit === 'never' ? this.#committed() + sparePages : Infinity;
    this.#total = total;
  }

  /** Runs of pages that are alike, ascending. */
  get regions(): readonly RegionView[] {
    this.#regions ??= this.#runs();
    return this.#regions;
  }

  pageAt(addr: Addr): PageView | undefined {
    const page = this.#pageOf(addr);
    if (page === undefined) return undefined;
    const { kind, wasTouched, wasWritten } = page;
    return { addr: addr - (addr % PAGE), kind, wasTouched, wasWritten };
  }

  /**
   * Of all pages that are mapped and hold anything, what was seen of them.
   *
   * @param held  pages in which anything was ever written, or read from the file
   * @param seen  any other page; undefined for zeroes
   */
  contents(
    held: ReadonlyMap<Addr, Uint8Array>,
    seen: (addr: Addr) => Uint8Array | undefined,
  ): readonly ByteReading[] {
    const found: ByteReading[] = [];
    for (const [number, page] of this.#pages) {
      const addr = number * PAGE;
      let bytes = held.get(addr);
      if (bytes === undefined) {
        // Nobody wrote there, and nothing is there.
        if (page.held === undefined && page.fileOffset < 0) continue;
        bytes = seen(addr);
      }
      found.push(firstOdd(addr, bytes ?? ZEROES, this.#mayHold(page), 0));
    }
    return found;
  }

  mmap({ addr, bytes, prot, isReserveless, kind }: MapRequest): ProcessOutcome {
    const size = up(bytes);
    if (bytes <= 0 || (addr !== undefined && addr % PAGE !== 0)) return EINVAL;
    const start = addr ?? this.#placeFor(size);
    if (start === undefined || start < this.#image.lowest || start + size > this.#image.end) {
      return ENOMEM;
    }
    const isCounted = !isReserveless || this.#overcommit === 'never';
    const isCommitted = (prot & PROT.WRITE) !== 0 && isCounted;
    const credit = this.#each(start, size).filter((page) => page?.isCommitted).length;
    if (isCommitted && !this.#promises(size / PAGE, credit)) return ENOMEM;
    this.#map(start, start + size, { prot, kind, fileOffset: -1, isCommitted });
    return { is: 'address', addr: start };
  }

  munmap(addr: Addr, bytes: Bytes): ProcessOutcome {
    if (!this.#isLegal(addr, bytes) || bytes <= 0) return EINVAL;
    this.#unmap(addr, addr + up(bytes));
    return OK;
  }

  mprotect(addr: Addr, bytes: Bytes, prot: number): ProcessOutcome {
    if (!this.#isLegal(addr, bytes)) return EINVAL;
    const pages = this.#each(addr, bytes);
    if (!areMapped(pages)) return ENOMEM;
    const isNew = (page: Page): boolean =>
      !page.isCommitted && (prot & PROT.WRITE) !== 0 && (page.prot & PROT.WRITE) === 0;
    const more = pages.filter(isNew);
    if (!this.#promises(more.length, 0)) return ENOMEM;
    for (const page of more) page.isCommitted = true;
    for (const page of pages) page.prot = prot;
    this.#regions = undefined;
    return OK;
  }

  madvise(addr: Addr, bytes: Bytes, advice: Advice): ProcessOutcome {
    if (!this.#isLegal(addr, bytes)) return EINVAL;
    const pages = this.#each(addr, bytes);
    if (!areMapped(pages)) return ENOMEM;
    if (advice === 'free' && pages.some(({ fileOffset }) => fileOffset >= 0)) return EINVAL;
    for (const page of pages) {
      if (advice === 'huge' || advice === 'nohuge') page.isHuge = advice === 'huge';
      else if (advice === 'dontneed') forget(page);
      else giveBack(page);
    }
    this.#regions = undefined;
    return OK;
  }

  brk(addr: Addr): ProcessOutcome {
    const before: ProcessOutcome = { is: 'address', addr: this.brkAddr };
    if (addr < this.#image.heapStart || !Number.isInteger(addr)) return before;
    const [from, to] = [up(this.brkAddr), up(addr)];
    if (to > from) {
      const isFree = this.#each(from, to + PAGE - from).every((page) => page === undefined);
      if (!isFree || to + PAGE > this.#image.end || !this.#promises((to - from) / PAGE, 0)) {
        return before;
      }
      const prot = PROT.READ | PROT.WRITE;
      this.#map(from, to, { prot, kind: 'heap', fileOffset: -1, isCommitted: true });
    } else this.#unmap(to, from);
    this.brkAddr = addr;
    return { is: 'address', addr };
  }

  /** What an access should come to. What it came to decides where this leaves it open. */
  access({ addr, bytes, access, value }: AccessRequest, actual: Accessed): JudgedAccess {
    const readings: ByteReading[] = [];
    const touches: Touch[] = [];
    const { outcome } = actual;
    for (let at = addr; at < addr + bytes; at = at - (at % PAGE) + PAGE) {
      const page = this.#pageOf(at) ?? this.#grown(at);
      const end = Math.min(addr + bytes, at - (at % PAGE) + PAGE);
      const fault = faultOf(page, at, access);
      if (fault !== undefined) return { promised: fault, readings, touches };
      const known = page as Page;
      const needsFrame = access === 'write' && (known.held === undefined || known.isLazy);
      if (outcome.is === 'out-of-memory' && outcome.addr === at && needsFrame) {
        return { promised: outcome, readings, touches };
      }
      touches.push({ addr: at, access });
      known.wasTouched = true;
      const from = at % PAGE;
      if (access === 'write') this.#write(known, from, from + end - at, value);
      // What was not read is told by the outcome.
      const seen = actual.read.subarray(at - addr, end - addr);
      if (access === 'read' && seen.length > 0) readings.push(this.#seeing(known, at, seen));
    }
    return { promised: OK, readings, touches };
  }

  /** Compares a part of a page, and goes on with what it may still hold. */
  #seeing(page: Page, addr: Addr, seen: Uint8Array): ByteReading {
    const from = addr % PAGE;
    const may = this.#mayHold(page);
    const reading = firstOdd(addr, seen, may, from);
    if (page.held !== undefined && page.held.length > 1) {
      const fits = page.held.filter((held) => isAt(held, from, seen));
      if (fits.length > 0) page.held = page.isLazy ? withZeroes(fits) : fits;
    }
    return reading;
  }

  #write(page: Page, from: number, to: number, value: number): void {
    page.held = this.#mayHold(page).map((held) => held.slice().fill(value, from, to));
    page.isLazy = false;
    page.wasTouched = true;
    page.wasWritten = true;
  }

  #mayHold({ held, fileOffset }: Page): readonly Readonly<Uint8Array>[] {
    if (held !== undefined) return held;
    if (fileOffset < 0) return [ZEROES];
    let bytes = this.#file.get(fileOffset);
    if (bytes === undefined) {
      bytes = new Uint8Array(PAGE);
      bytes.set(this.#image.bytes.subarray(fileOffset, fileOffset + PAGE));
      this.#file.set(fileOffset, bytes);
    }
    return [bytes];
  }

  /** The page of an address, where a stack may grow to it. */
  #grown(addr: Addr): Page | undefined {
    const { lowest, stack } = this.#image;
    const start = addr - (addr % PAGE);
    const above = this.regions.find(({ end }) => end > addr);
    if (above?.grows !== true || start < lowest) return undefined;
    if (above.end - start > stack.top - stack.lowest) return undefined;
    const below = this.regions.findLast(({ end }) => end <= addr);
    const isNear = below !== undefined && start - below.end < stack.gap;
    if (isNear && below.prot !== PROT.NONE && !below.grows) return undefined;
    const pages = (above.start - start) / PAGE;
    if (above.isCommitted && !this.#promises(pages, 0)) return undefined;
    this.#map(start, above.start, above);
    return this.#pageOf(addr);
  }

  #map(
    from: Addr,
    to: Addr,
    like: Pick<Page, 'prot' | 'kind' | 'fileOffset' | 'isCommitted'> &
      Partial<Pick<Page, 'grows' | 'isHuge'>>,
  ): void {
    const { prot, kind, fileOffset, isCommitted, grows = false, isHuge = false } = like;
    for (let addr = from; addr < to; addr += PAGE) {
      this.#pages.set(addr / PAGE, {
        prot,
        kind,
        fileOffset: fileOffset < 0 ? fileOffset : fileOffset + addr - from,
        isHuge,
        isCommitted,
        grows,
        held: undefined,
        isLazy: false,
        wasTouched: false,
        wasWritten: false,
      });
    }
    this.#regions = undefined;
  }

  #unmap(from: Addr, to: Addr): void {
    for (let addr = from; addr < to; addr += PAGE) this.#pages.delete(addr / PAGE);
    this.#regions = undefined;
  }

  #pageOf(addr: Addr): Page | undefined {
    return this.#pages.get(Math.floor(addr / PAGE));
  }

  /** The pages of a range; undefined for one that is not mapped. */
  #each(addr: Addr, bytes: Bytes): readonly (Page | undefined)[] {
    return Array.from({ length: up(bytes) / PAGE }, (_, i) => this.#pageOf(addr + i * PAGE));
  }

  #isLegal(addr: Addr, bytes: Bytes): boolean {
    return addr % PAGE === 0 && addr >= 0 && bytes >= 0 && addr + up(bytes) <= this.#image.end;
  }

  #promises(pages: number, credit: number): boolean {
    if (this.#overcommit === 'guess') return pages <= this.#total;
    return pages <= credit || this.#committed() + pages - credit <= this.#limit;
  }

  #committed(): number {
    return [...this.#pages.values()].filter(({ isCommitted }) => isCommitted).length;
  }

  /** The highest free place. */
  #placeFor(bytes: Bytes): Addr | undefined {
    let free = 0;
    for (let addr = this.#image.mmapTop - PAGE; addr >= this.#image.lowest; addr -= PAGE) {
      free = this.#pageOf(addr) === undefined ? free + PAGE : 0;
      if (free >= bytes) return addr;
    }
    return undefined;
  }

  #runs(): readonly RegionView[] {
    const numbers = [...this.#pages.keys()].toSorted((a, b) => a - b);
    const runs: { -readonly [K in keyof RegionView]: RegionView[K] }[] = [];
    for (const number of numbers) {
      const page = this.#pages.get(number) as Page;
      const { prot, kind, fileOffset, isHuge, isCommitted, grows } = page;
      const start = number * PAGE;
      const last = runs.at(-1);
      const here = { start, end: start + PAGE, prot, kind, fileOffset, isHuge, isCommitted, grows };
      if (last?.end === start && isAlike(last, here)) last.end += PAGE;
      else runs.push(here);
    }
    return runs;
  }
}

function isAlike(run: RegionView, next: RegionView): boolean {
  const offset = run.fileOffset < 0 ? run.fileOffset : run.fileOffset + next.start - run.start;
  return (
    next.fileOffset === offset &&
    next.prot === run.prot &&
    next.kind === run.kind &&
    next.isHuge === run.isHuge &&
    next.isCommitted === run.isCommitted &&
    next.grows === run.grows
  );
}

function areMapped(pages: readonly (Page | undefined)[]): pages is readonly Page[] {
  return pages.every((page) => page !== undefined);
}

function forget(page: Page): void {
  page.held = undefined;
  page.isLazy = false;
  page.wasTouched = false;
  page.wasWritten = false;
}

/** It may hold zeroes from now on. */
function giveBack(page: Page): void {
  if (page.held === undefined) return;
  page.held = withZeroes(page.held);
  page.isLazy = true;
  page.wasTouched = false;
  page.wasWritten = false;
}

function withZeroes(held: readonly Uint8Array[]): Uint8Array[] {
  return held.some((each) => isAt(each, 0, ZEROES)) ? [...held] : [...held, new Uint8Array(PAGE)];
}

function faultOf(page: Page | undefined, addr: Addr, access: Access): ProcessOutcome | undefined {
  if (page === undefined) return { is: 'fault', error: 'MAPERR', addr };
  const needed = { read: PROT.READ | PROT.WRITE | PROT.EXEC, write: PROT.WRITE, exec: PROT.EXEC };
  return (page.prot & needed[access]) === 0 ? { is: 'fault', error: 'ACCERR', addr } : undefined;
}

/** The first byte that fits to nothing that the page may hold; else the first. */
function firstOdd(
  addr: Addr,
  seen: Readonly<Uint8Array>,
  may: readonly Readonly<Uint8Array>[],
  from: number,
): ByteReading {
  let odd = 0;
  if (!may.some((held) => isAt(held, from, seen))) {
    const agrees = (i: number): boolean => may.some((held) => held[from + i] === seen[i]);
    while (odd < seen.length - 1 && agrees(odd)) odd += 1;
  }
  const expected = [...new Set(may.map((held) => held[from + odd] as number))];
  return { addr: addr + odd, expected, actual: seen[odd] as number };
}

function isAt(held: Readonly<Uint8Array>, from: number, seen: Readonly<Uint8Array>): boolean {
  return Buffer.compare(held.subarray(from, from + seen.length), seen) === 0;
}

function up(bytes: Bytes): Bytes {
  return Math.ceil(bytes / PAGE) * PAGE;
}
