/**
 * What TCMalloc asks of the operating system: memory, and later its contents back.
 *
 * A release is an advice about whole hardware pages inside a range, which is refused where there is none: with hardware pages
 * larger than TCMalloc's, a small span cannot be given back. Address space is never given up. Where hardware pages are smaller
 * than those that are simulated, one of these is given back once all of it was.
 *
 * Source: gperftools system-alloc.cc, TCMalloc_SystemAlloc, _SystemRelease, _SystemCommit.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { PageNumber } from '../../spec/views/tc-span.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';

export class System {
  /** Bytes that were obtained: for spans and for bookkeeping. */
  taken: Bytes = 0;
  readonly os: Os;
  readonly #pageBytes: Bytes;
  readonly #hardwareBytes: Bytes;
  /** Of simulated pages of which a part is given back: how much. */
  readonly #given = new Map<number, Bytes>();

  constructor(os: Os, { pageBytes, hardwarePageBytes }: Geometry) {
    this.os = os;
    this.#pageBytes = pageBytes;
    this.#hardwareBytes = hardwarePageBytes;
  }

  pageOf(addr: Addr): PageNumber {
    return Math.floor(addr / this.#pageBytes);
  }

  /** Memory that is backed and zero, at least `bytes`; undefined where it is refused. */
  alloc(bytes: Bytes): { readonly addr: Addr; readonly bytes: Bytes } | undefined {
    const { os } = this;
    const grain = Math.max(os.physPageBytes, this.#pageBytes);
    const range = os.sysReserve(0, Math.ceil(bytes / grain) * grain);
    if (range === undefined) return undefined;
    if (!os.sysMap(range.addr, range.bytes)) {
      os.sysFree(range.addr, range.bytes);
      return undefined;
    }
    os.sysUsed(range.addr, range.bytes);
    this.taken += range.bytes;
    return range;
  }

  /** Gives back what alloc gave, before anything is there. */
  undo(addr: Addr, bytes: Bytes): void {
    this.os.sysFree(addr, bytes);
    this.taken -= bytes;
  }

  /** A limit that leaves no room is told as the system's refusal. */
  refuse(): void {
    this.os.refusals += 1;
  }

  /** Gives back what a range holds; false where the system does not take it. */
  release(addr: Addr, bytes: Bytes): boolean {
    if (this.#hardwareBytes < this.os.physPageBytes) {
      this.#parts(addr, bytes, (frame, part) => this.#give(frame, part));
      return true;
    }
    const grain = this.#hardwareBytes;
    const from = Math.ceil(addr / grain) * grain;
    const to = Math.floor((addr + bytes) / grain) * grain;
    if (to <= from) return false;
    this.os.sysUnused(from, to - from);
    return true;
  }

  /** Has a range backed by memory again, with anything in it. */
  commit(addr: Addr, bytes: Bytes): void {
    if (this.#hardwareBytes < this.os.physPageBytes) {
      this.#parts(addr, bytes, (frame, part) => this.#take(frame, part));
      return;
    }
    const grain = this.#hardwareBytes;
    const from = Math.floor(addr / grain) * grain;
    const to = Math.ceil((addr + bytes) / grain) * grain;
    this.os.sysUsed(from, to - from);
  }

  #give(frame: number, part: Bytes): void {
    const { os } = this;
    const given = (this.#given.get(frame) ?? 0) + part;
    this.#given.set(frame, given);
    if (given === os.physPageBytes) os.sysUnused(frame * os.physPageBytes, os.physPageBytes);
  }

  #take(frame: number, part: Bytes): void {
    const { os } = this;
    const given = this.#given.get(frame) ?? 0;
    if (given === os.physPageBytes) os.sysUsed(frame * os.physPageBytes, os.physPageBytes);
    this.#given.set(frame, given - part);
  }

  /** Of each simulated page that the range has a part of, by its number, how much. */
  #parts(addr: Addr, bytes: Bytes, each: (frame: number, part: Bytes) => void): void {
    const { physPageBytes } = this.os;
    for (let at = addr; at < addr + bytes;) {
      const frame = Math.floor(at / physPageBytes);
      const to = Math.min(addr + bytes, (frame + 1) * physPageBytes);
      each(frame, to - at);
      at = to;
    }
  }
}
