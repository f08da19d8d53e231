/**
 * Page tables as x86-64 has them: a tree of four levels, each with 512 entries.
 *
 *     47        39 38        30 29        21 20        12 11         0
 *     [ level 4   | level 3    | level 2    | level 1    | in the page ]
 *
 * An entry of level 1 translates a page; one of level 2 with the bit HUGE 2 MiB. A table without an entry is taken out, so an
 * address space costs what is in it.
 *
 * Keeps: process/tables-in-use, process/huge-pages-aligned.
 * Source: Intel SDM volume 3A, 4.5 (4-level paging), 4.8 (accessed and dirty flags).
 * Left out: level 5, pages of 1 GiB, protection keys.
 */
import type { Addr, Bytes } from '../../../src/base/units.ts';
import { HUGE_PAGE, PAGE, PTE } from '../../../spec/views/process.ts';
import type { PteView, TableView } from '../../../spec/views/process.ts';

const FAN = 512;
const ROOT_LEVEL = 4;

/** An entry that translates. */
export class Pte implements PteView {
  readonly addr: Addr;
  readonly bytes: Bytes;
  frame: number;
  bits: number;

  constructor(addr: Addr, frame: number, bits: number) {
    this.addr = addr;
    this.bytes = (bits & PTE.HUGE) === 0 ? PAGE : HUGE_PAGE;
    this.frame = frame;
    this.bits = bits;
  }
}

class Table {
  readonly level: number;
  readonly addr: Addr;
  /** What one entry of it translates. */
  readonly span: Bytes;
  readonly slots: (Pte | Table | undefined)[] = new Array<Pte | Table | undefined>(FAN).fill(
    undefined,
  );
  count = 0;

  constructor(level: number, addr: Addr) {
    this.level = level;
    this.addr = addr;
    this.span = PAGE * FAN ** (level - 1);
  }

  indexOf(addr: Addr): number {
    return Math.floor(addr / this.span) % FAN;
  }

  put(index: number, entry: Pte | Table | undefined): void {
    if ((this.slots[index] === undefined) !== (entry === undefined)) {
      this.count += entry === undefined ? -1 : 1;
    }
    this.slots[index] = entry;
  }
}

export class PageTables {
  readonly #root = new Table(ROOT_LEVEL, 0);

  /** The translation of an address: the walk of the processor, as far as the tables go. */
  walk(addr: Addr): Pte | undefined {
    let table = this.#root;
    for (;;) {
      const entry = table.slots[table.indexOf(addr)];
      if (!(entry instanceof Table)) return entry;
      table = entry;
    }
  }

  /** Whether nothing is translated in the 2 MiB around an address. */
  isHugeFree(addr: Addr): boolean {
    const table = this.#tableOf(addr, 2, false);
    return table === undefined || table.slots[table.indexOf(addr)] === undefined;
  }

  /** Adds a translation where there is none. */
  add(addr: Addr, frame: number, bits: number): Pte {
    const pte = new Pte(addr, frame, bits);
    const table = this.#tableOf(addr, (bits & PTE.HUGE) === 0 ? 1 : 2, true) as Table;
    table.put(table.indexOf(addr), pte);
    return pte;
  }

  /** Takes a translation out, and the tables that have none left. */
  remove(pte: Pte): void {
    this.#take(this.#root, pte);
  }

  /** Makes one of 2 MiB into 512 of 4 KiB to the same frames. */
  split(pte: Pte): void {
    const parent = this.#tableOf(pte.addr, 2, false) as Table;
    const table = new Table(1, pte.addr);
    const bits = pte.bits & ~PTE.HUGE;
    for (let i = 0; i < FAN; i += 1) {
      table.put(i, new Pte(pte.addr + i * PAGE, pte.frame + i, bits));
    }
    parent.put(parent.indexOf(pte.addr), table);
  }

  /** Those that translate something of a range, ascending. */
  inRange(from: Addr, to: Addr): readonly Pte[] {
    const found: Pte[] = [];
    collect(this.#root, from, to, found);
    return found;
  }

  tables(): readonly TableView[] {
    const found: TableView[] = [];
    const visit = (table: Table): void => {
      const { level, addr, count, slots } = table;
      const entries = slots.filter((entry) => entry !== undefined);
      found.push({ level, addr, count, entries: entries.length });
      for (const entry of entries) if (entry instanceof Table) visit(entry);
    };
    visit(this.#root);
    return found;
  }

  /** The table of a level on the way to an address; made on the way where that is wanted. */
  #tableOf(addr: Addr, level: number, makes: boolean): Table | undefined {
    let table = this.#root;
    while (table.level > level) {
      const index = table.indexOf(addr);
      let next = table.slots[index];
      if (next === undefined && makes) {
        const { span } = table;
        next = new Table(table.level - 1, addr - (addr % span));
        table.put(index, next);
      }
      if (!(next instanceof Table)) return undefined;
      table = next;
    }
    return table;
  }

  /** Whether the table is empty then. */
  #take(table: Table, pte: Pte): boolean {
    const index = table.indexOf(pte.addr);
    const entry = table.slots[index];
    if (!(entry instanceof Table) || this.#take(entry, pte)) table.put(index, undefined);
    return table.count === 0;
  }
}

function collect(table: Table, from: Addr, to: Addr, found: Pte[]): void {
  if (table.count === 0) return;
  const { span, addr, slots } = table;
  const first = Math.max(0, Math.floor((from - addr) / span));
  const last = Math.min(FAN - 1, Math.floor((to - 1 - addr) / span));
  for (let i = first; i <= last; i += 1) {
    const entry = slots[i];
    if (entry instanceof Table) collect(entry, from, to, found);
    else if (entry !== undefined) found.push(entry);
  }
}
