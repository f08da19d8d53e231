// Goal: the states of pages that allocators see are kept by the memory management unit below: what is Ready may be used and holds
// what was written, what is Reserved or None faults. Method: draw legal calls of the one, make those of Linux that Go 1.19 makes for
// them on the other (mem_linux.go), and access each page of a window after each call.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Os } from '../../../models/os/os.ts';
import { readElf } from '../../../models/process/elf.ts';
import { layOut } from '../../../models/process/layout.ts';
import { Process } from '../../../models/process/process.ts';
import { Fatal } from '../../../spec/subject.ts';
import { PAGE_NONE, PAGE_READY, PAGE_RESERVED } from '../../../spec/views/os.ts';
import { PAGE, PROT } from '../../../spec/views/process.ts';
import type { ProcessOutcome } from '../../../spec/views/process.ts';
import { elfBytes } from '../../../models/process/tiny-elf.ts';

const BASE = 0x2000_0000;
const PAGES = 12;
const RW = PROT.READ | PROT.WRITE;
const image = layOut(readElf('tiny', elfBytes()));

const KINDS = ['reserve', 'map', 'used', 'used', 'unused', 'fault', 'free', 'write'] as const;
interface Call {
  readonly kind: (typeof KINDS)[number];
  readonly first: number;
  readonly pages: number;
}

const calls: fc.Arbitrary<readonly Call[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    first: fc.constantFrom(0, 0, 4, 4, 6, 8),
    pages: fc.constantFrom(1, 2, 4, 4, 8),
  }),
  { minLength: 6, maxLength: 30 },
);

class Both {
  readonly os = new Os({ addressLimit: 2 ** 32, faults: [] });
  readonly process = new Process(image, {
    overcommit: 'always',
    spareFrames: 64,
    sparePages: 64,
  });
  /** What a page that is Ready must hold; undefined where it may hold anything. */
  readonly known: (number | undefined)[] = Array.from({ length: PAGES }, () => undefined);
  accepted = 0;

  /** Nothing happens where the call is not legal. */
  do({ kind, first, pages }: Call): void {
    const [addr, bytes] = [BASE + first * PAGE, Math.min(pages, PAGES - first) * PAGE];
    const isNew = (page: number): boolean => this.os.stateAt(BASE + page * PAGE) !== PAGE_READY;
    const fresh = this.known.map((_, page) => isNew(page));
    try {
      this.#call(kind, addr, bytes);
    } catch (error) {
      if (!(error instanceof Fatal)) throw error;
      return;
    }
    this.accepted += 1;
    for (let page = first; page < first + bytes / PAGE; page += 1) {
      if (kind === 'map') this.known[page] = this.#wasUsed.has(page) ? undefined : 0;
      if (kind === 'reserve') this.#wasUsed.delete(page);
      if (kind === 'used') this.#wasUsed.add(page);
      if (kind === 'unused' || kind === 'fault') this.known[page] = undefined;
      if (kind === 'write' && fresh[page] === false) this.known[page] = 7;
    }
  }

  /** Pages that were Ready since they were reserved: they hold junk when they are again. */
  readonly #wasUsed = new Set<number>();

  #call(kind: Call['kind'], addr: number, bytes: number): void {
    const { os, process } = this;
    const mapped = (prot: number): ProcessOutcome =>
      process.mmap({ addr, bytes, prot, isReserveless: true, kind: 'mapping' });
    if (kind === 'reserve') {
      for (let at = addr; at < addr + bytes; at += PAGE)
        if (os.stateAt(at) !== PAGE_NONE) throw new Fatal('in use');
      const range = os.sysReserve(addr, bytes);
      if (range?.addr !== addr) {
        os.sysFree(range!.addr, range!.bytes);
        throw new Fatal('elsewhere');
      }
      mapped(PROT.NONE);
    } else if (kind === 'map') {
      os.sysMap(addr, bytes);
      mapped(RW);
    } else if (kind === 'used') {
      os.sysUsed(addr, bytes);
    } else if (kind === 'unused') {
      os.sysUnused(addr, bytes);
      process.madvise(addr, bytes, 'dontneed');
    } else if (kind === 'fault') {
      os.sysFault(addr, bytes);
      mapped(PROT.NONE);
    } else if (kind === 'free') {
      os.sysFree(addr, bytes);
      process.munmap(addr, bytes);
    } else {
      for (let at = addr; at < addr + bytes; at += PAGE) {
        if (os.stateAt(at) === PAGE_READY) {
          process.access({ addr: at, bytes: 8, access: 'write', value: 7 });
        }
      }
    }
  }

  /** Pages whose access comes to something else than the state says. */
  odd(): readonly string[] {
    return this.known.flatMap((known, page) => {
      const addr = BASE + page * PAGE;
      const state = this.os.stateAt(addr);
      const { outcome, read } = this.process.access({ addr, bytes: 1, access: 'read', value: 0 });
      const is = outcome.is === 'fault' ? outcome.error : outcome.is;
      const should = state === PAGE_NONE ? 'MAPERR' : state === PAGE_RESERVED ? 'ACCERR' : 'ok';
      if (is !== should) return [`page ${page} of state ${state}: ${is}, not ${should}`];
      const isKept = state !== PAGE_READY || known === undefined || read[0] === known;
      return isKept ? [] : [`page ${page} holds ${read[0]}, not ${known}`];
    });
  }
}

describe('the memory management unit', () => {
  it('keeps the states of pages that allocators see', () => {
    let accepted = 0;
    fc.assert(
      fc.property(calls, (drawn) => {
        const both = new Both();
        both.do({ kind: 'reserve', first: 0, pages: PAGES });
        for (const call of drawn) {
          both.do(call);
          expect(both.odd()).toEqual([]);
        }
        accepted += both.accepted;
      }),
      { seed: 3, numRuns: 200 },
    );

    expect(accepted).toBeGreaterThan(800);
  });
});
