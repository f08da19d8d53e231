/**
 * The processor's part of an access: from an address to a byte of a frame, or to a page fault.
 *
 * The TLB is asked first; what it does not know is walked to, which sets the accessed bit, and the dirty bit where it is for
 * writing. A translation that the TLB has as clean is walked to again for the first write, since the tables have to be told.
 *
 * Keeps: process/accesses-noted, process/dirty-only-when-written.
 * Source: Intel SDM volume 3A, 4.6 (access rights), 4.8 (accessed and dirty flags).
 */
import type { Addr } from '../../../src/base/units.ts';
import { PAGE, PTE } from '../../../spec/views/process.ts';
import type { Access, PteView } from '../../../spec/views/process.ts';
import { PageTables } from './page-tables.ts';
import { Tlb } from './tlb.ts';

export class Mmu {
  readonly tables = new PageTables();
  readonly tlb = new Tlb();

  /** The frame in which an address lies; -1 for a page fault. */
  translate(addr: Addr, access: Access): number {
    const known = this.tlb.find(addr);
    const isClean = access === 'write' && known !== undefined && (known.bits & PTE.DIRTY) === 0;
    if (known !== undefined && allows(known.bits, access) && !isClean) return frameAt(known, addr);
    const pte = this.tables.walk(addr);
    if (pte === undefined || !allows(pte.bits, access)) return -1;
    pte.bits |= PTE.ACCESSED;
    if (access === 'write') pte.bits |= PTE.DIRTY;
    this.tlb.fill(pte);
    return frameAt(pte, addr);
  }
}

/** The frame of a page that a translation, perhaps a huge one, leads to. */
export function frameAt({ addr: start, frame }: PteView, addr: Addr): number {
  return frame + Math.floor((addr - start) / PAGE);
}

function allows(bits: number, access: Access): boolean {
  if ((bits & PTE.PRESENT) === 0) return false;
  if (access === 'write') return (bits & PTE.WRITE) !== 0;
  return access === 'read' || (bits & PTE.NOEXEC) === 0;
}
