/**
 * The translation lookaside buffer: the last few translations that were walked to, as they were then.
 *
 * Fully associative; the one that was brought in first makes room. Nothing in it changes by itself: whoever changes the tables
 * has to say so by `forget`.
 *
 * Keeps: process/tlb-agrees-with-tables.
 * Source: Intel SDM volume 3A, 4.10 (caching translation information).
 * Left out: one for instructions and one for data, process-context identifiers, other processors.
 */
import type { Addr } from '../../../src/base/units.ts';
import type { TlbEntryView } from '../../../spec/views/process.ts';
import type { Pte } from './page-tables.ts';

const ENTRIES = 8;

export class Tlb {
  #entries: TlbEntryView[] = [];

  get entries(): readonly TlbEntryView[] {
    return this.#entries;
  }

  find(addr: Addr): TlbEntryView | undefined {
    return this.#entries.find((entry) => entry.addr <= addr && addr < entry.addr + entry.bytes);
  }

  /** Brings a translation in, instead of what there is of its page. */
  fill({ addr, bytes, frame, bits }: Pte): void {
    this.forget(addr, addr + bytes);
    if (this.#entries.length === ENTRIES) this.#entries.shift();
    this.#entries.push({ addr, bytes, frame, bits });
  }

  /** Drops what translates anything of a range (INVLPG for each of its pages). */
  forget(from: Addr, to: Addr): void {
    this.#entries = this.#entries.filter(({ addr, bytes }) => addr >= to || addr + bytes <= from);
  }
}
