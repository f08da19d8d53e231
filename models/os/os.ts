/**
 * The operating system as a heap sees it: an address space whose pages go through four states.
 *
 *     None        nobody's                    sysReserve   None → Reserved
 *     Reserved    kept for the heap           sysMap       Reserved → Prepared
 *     Prepared    may be made Ready           sysUsed      Prepared or Ready → Ready
 *     Ready       holds what is written       sysUnused    Ready → Prepared, contents forfeited
 *                                             sysFault     Ready → Reserved, contents forfeited
 *                                             sysFree      all but None → None
 *
 * A real system forgives much, so that a heap with a bug runs on for a long time. This one does
 * not: a call from another state, or on a range that is not whole pages, is fatal. A page is zero
 * when it becomes Ready for the first time since it was None; one that was given up holds junk
 * afterwards, never its old bytes and never zeroes. What is not Ready reads as junk.
 *
 * A page costs work here, so what a program may reserve can be limited, whatever its address space.
 *
 * It refuses calls and places regions as its fault plan says (see fault-plan.ts, placement.ts), and
 * is otherwise a function of the calls.
 *
 * Keeps: os/byte-counters-recounted, os/runs-canonical, os/runs-page-aligned.
 * Source: Go 1.19 runtime/mem.go (the state machine and its calls), mem_linux.go.
 * Differs: sysReserve may be asked for any place; sysMap can be refused, where Go's ends the
 *   process.
 * Left out: sysAlloc, huge pages.
 */
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import type { Fault, Memory, OsCall, Slab } from '../../spec/subject.ts';
import { PAGE_NONE, PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../../spec/views/os.ts';
import type { OsCallKind, OsEvents, OsView, PageRun, PageState } from '../../spec/views/os.ts';
import { FaultPlan } from './fault-plan.ts';
import { FRAME_BYTES } from './block.ts';
import { PageTable } from './page-table.ts';
import { Placer } from './placement.ts';
import type { Range } from './placement.ts';
import { Regions } from './regions.ts';
import { SLAB_BYTES } from './slabs.ts';

export interface OsConfig {
  /** One past the last address. */
  readonly addressLimit: Addr;
  readonly faults: readonly Fault[];
  /** What may be reserved in all, as by `ulimit -v`; beyond it sysReserve is refused. */
  readonly reservedLimit?: Bytes;
  /** A power of two from 4096; 4096 when not given. */
  readonly physPageBytes?: Bytes;
  readonly events?: OsEvents | undefined;
}

/** Sets of states, as `firstNot` takes them. */
const RESERVED = 1 << PAGE_RESERVED;
const PREPARED = 1 << PAGE_PREPARED;
const READY = 1 << PAGE_READY;
const STATE_NAMES = ['None', 'Reserved', 'Prepared', 'Ready'] as const;

export class Os implements Memory, OsView {
  readonly slabBytes: Bytes = SLAB_BYTES;
  readonly physPageBytes: Bytes;
  residentBytes: Bytes = 0;
  committedBytes: Bytes = 0;
  reservedBytes: Bytes = 0;
  refusals = 0;
  calls = 0;
  readonly callsByKind: Record<OsCallKind, number> = {
    reserve: 0,
    map: 0,
    used: 0,
    unused: 0,
    fault: 0,
    free: 0,
  };
  readonly #events: OsEvents | undefined;
  readonly #addressLimit: Addr;
  readonly #reservedLimit: Bytes;
  readonly #table = new PageTable();
  readonly #regions: Regions;
  readonly #plan: FaultPlan;
  readonly #placer: Placer;

  constructor({
    addressLimit,
    faults,
    reservedLimit = Infinity,
    physPageBytes = FRAME_BYTES,
    events,
  }: OsConfig) {
    this.#events = events;
    this.physPageBytes = physPageBytes;
    this.#reservedLimit = reservedLimit;
    this.#addressLimit = addressLimit;
    this.#regions = new Regions(addressLimit);
    this.#plan = new FaultPlan(faults);
    this.#placer = new Placer(this.#plan.placement, this.#regions, addressLimit);
  }

  /** Calls made so far of the kinds that a program can have refused, the refused ones included. */
  get refusable(): Readonly<Record<OsCall, number>> {
    return this.#plan.calls;
  }

  /**
   * The memory around `addr`.
   *
   * @throws {Fatal} when there is no such address
   */
  slab(addr: Addr): Slab {
    return this.#table.slabAt(addr) ?? this.#newSlab(addr);
  }

  stateAt(addr: Addr): PageState {
    return this.#table.stateAt(addr);
  }

  runs(): readonly PageRun[] {
    return this.#table.runs();
  }

  /**
   * Takes addresses for later use.
   *
   * @param hint   where, if that is free; 0 for anywhere
   * @param bytes  > 0, whole pages
   * @returns      the range, which may be longer than asked; undefined when it is refused
   */
  sysReserve(hint: Addr, bytes: Bytes): Range | undefined {
    this.#count('reserve');
    if (!(bytes > 0) || bytes % this.physPageBytes !== 0) {
      throw new Fatal(`sysReserve ${hex(bytes)}: not whole pages`);
    }
    const tooMuch = this.reservedBytes + bytes > this.#reservedLimit;
    const refused = this.#plan.refuses('reserve') || tooMuch;
    const range = refused ? undefined : this.#placer.place({ hint, bytes, ordinal: this.calls });
    if (range === undefined) {
      this.refusals += 1;
      this.#events?.refused('reserve');
      return undefined;
    }
    this.#regions.add(range.addr, range.addr + range.bytes);
    this.#table.set(range.addr, range.bytes, PAGE_RESERVED);
    this.reservedBytes += range.bytes;
    this.#events?.served('reserve', range.bytes, 0);
    return range;
  }

  /** Lets Reserved pages be used; false when it is refused, and then nothing changes. */
  sysMap(addr: Addr, bytes: Bytes): boolean {
    this.#enter('map', { addr, bytes }, RESERVED);
    if (this.#plan.refuses('map')) {
      this.refusals += 1;
      this.#events?.refused('map');
      return false;
    }
    this.#table.set(addr, bytes, PAGE_PREPARED);
    this.committedBytes += bytes;
    this.#events?.served('map', bytes, 0);
    return true;
  }

  /** Makes Prepared pages Ready; those that are stay so. */
  sysUsed(addr: Addr, bytes: Bytes): void {
    this.#enter('used', { addr, bytes }, PREPARED | READY);
    const prepared = this.#table.bytesIn(addr, bytes, PAGE_PREPARED);
    this.residentBytes += prepared;
    this.#table.makeReady(addr, bytes);
    this.#events?.served('used', bytes, bytes - prepared);
  }

  /** Gives the memory behind Ready pages back; the pages stay the heap's. */
  sysUnused(addr: Addr, bytes: Bytes): void {
    this.#enter('unused', { addr, bytes }, READY);
    this.#table.forfeit(addr, bytes, PAGE_PREPARED);
    this.residentBytes -= bytes;
    this.#events?.served('unused', bytes, 0);
  }

  /** Gives the memory behind Ready pages back and forbids their use. */
  sysFault(addr: Addr, bytes: Bytes): void {
    this.#enter('fault', { addr, bytes }, READY);
    this.#table.forfeit(addr, bytes, PAGE_RESERVED);
    this.residentBytes -= bytes;
    this.committedBytes -= bytes;
  }

  /** Gives up addresses, in whatever state but None. */
  sysFree(addr: Addr, bytes: Bytes): void {
    this.#enter('free', { addr, bytes }, RESERVED | PREPARED | READY);
    if (bytes === 0) return;
    const ready = this.#table.bytesIn(addr, bytes, PAGE_READY);
    this.residentBytes -= ready;
    this.committedBytes -= ready + this.#table.bytesIn(addr, bytes, PAGE_PREPARED);
    this.reservedBytes -= bytes;
    this.#table.forfeit(addr, bytes, PAGE_NONE);
    this.#regions.remove(addr, addr + bytes);
    this.#events?.served('free', bytes, 0);
  }

  /** Returns the real memory for reuse. Nothing is called afterwards. */
  dispose(): void {
    this.#table.dispose();
  }

  #newSlab(addr: Addr): Slab {
    if (!(addr >= 0 && addr < this.#addressLimit && Number.isInteger(addr))) {
      throw new Fatal(`access outside the address space at ${hex(addr)}`);
    }
    return this.#table.makeSlab(addr);
  }

  #count(kind: OsCallKind): void {
    this.calls += 1;
    this.callsByKind[kind] += 1;
  }

  /** Counts a call, and judges whether it is legal: all pages in an allowed state. */
  #enter(kind: OsCallKind, { addr, bytes }: Range, allowed: number): void {
    this.#count(kind);
    const call = `sys${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const text = `${call} ${hex(addr)}+${hex(bytes)}`;
    const whole = addr % this.physPageBytes === 0 && bytes % this.physPageBytes === 0;
    if (!whole) throw new Fatal(`${text}: not whole pages`);
    if (!(addr >= 0 && bytes >= 0 && addr + bytes <= this.#addressLimit)) {
      throw new Fatal(`${text}: outside the address space`);
    }
    const bad = this.#table.firstNot(addr, bytes, allowed);
    if (bad === -1) return;
    throw new Fatal(`${text}: page ${hex(bad)} is ${STATE_NAMES[this.#table.stateAt(bad)]}`);
  }
}
