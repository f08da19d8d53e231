// Goal: after any row of calls, legal or not, the state, the counters, the runs and the contents of
// all pages are what a plain table of pages gives, and an illegal call changes nothing.
// Method: draw calls on ranges in a small window, around a border of blocks, of 4 GiB or of the
// address space; make each on the operating system and on the table; compare the whole state.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Os } from '../../../models/os/os.ts';
import { Fatal } from '../../../spec/subject.ts';
import { PAGE_NONE, PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../../../spec/views/os.ts';
import type { PageRun, PageState } from '../../../spec/views/os.ts';
import { MIB } from '../../../src/base/units.ts';

const PAGE = 4096;
/** Pages of the window: four slabs, the border in the middle. */
const PAGES = 64;
const WRITTEN = 2;

type Kind =
  | 'sysReserve'
  | 'sysMap'
  | 'sysUsed'
  | 'sysUnused'
  | 'sysFault'
  | 'sysFree'
  | 'write'
  | 'read';
interface Call {
  readonly kind: Kind;
  readonly first: number;
  readonly pages: number;
}

const call: fc.Arbitrary<Call> = fc.record({
  kind: fc.constantFrom<Kind>(
    'sysReserve',
    'sysMap',
    'sysUsed',
    'sysUsed',
    'sysUnused',
    'sysFault',
    'sysFree',
    'write',
    'read',
  ),
  // With few starts and lengths most calls fit what is there.
  first: fc.constantFrom(0, 16, 16, 32, 20, 24, 31),
  pages: fc.constantFrom(1, 4, 8, 16, 16, 32, 48),
});

/** What a page is, and what is in it. */
interface Page {
  state: PageState;
  /** Whether it would be zero when it became Ready. */
  fresh: boolean;
  contents: 'junk' | 'zero' | 'written';
}

const LEGAL: Readonly<Record<Kind, readonly PageState[]>> = {
  sysReserve: [PAGE_NONE],
  sysMap: [PAGE_RESERVED],
  sysUsed: [PAGE_PREPARED, PAGE_READY],
  sysUnused: [PAGE_READY],
  sysFault: [PAGE_READY],
  sysFree: [PAGE_RESERVED, PAGE_PREPARED, PAGE_READY],
  write: [PAGE_READY],
  read: [PAGE_NONE, PAGE_RESERVED, PAGE_PREPARED, PAGE_READY],
};

/** What a legal call does to a page. */
function change(page: Page, kind: Kind): void {
  if (kind === 'sysReserve') page.state = PAGE_RESERVED;
  else if (kind === 'sysMap') page.state = PAGE_PREPARED;
  else if (kind === 'write') page.contents = 'written';
  else if (kind === 'sysUsed') {
    if (page.state === PAGE_PREPARED && page.fresh) page.contents = 'zero';
    page.state = PAGE_READY;
  } else if (kind !== 'read') {
    page.contents = 'junk';
    page.fresh = kind === 'sysFree';
    page.state = kind === 'sysUnused' ? PAGE_PREPARED : PAGE_RESERVED;
    if (kind === 'sysFree') page.state = PAGE_NONE;
  }
}

/** What the operating system says, and what the table does. */
interface Sides {
  readonly actual: unknown;
  readonly expected: unknown;
}
const NOTHING: Sides = { actual: undefined, expected: undefined };

/** The operating system, and the table of the pages in the window from `base`. */
class Pair {
  readonly os: Os;
  readonly pages: Page[] = Array.from({ length: PAGES }, () => ({
    state: PAGE_NONE,
    fresh: true,
    contents: 'junk',
  }));
  readonly #base: number;

  constructor(border: number, addressLimit: number) {
    this.os = new Os({ addressLimit, faults: [] });
    this.#base = border - (PAGES / 2) * PAGE;
  }

  /** Makes a call on both; what it did wrong, undefined when nothing. */
  make({ kind, first, pages }: Call): string | undefined {
    const range = this.pages.slice(first, first + pages);
    const addr = this.#base + first * PAGE;
    const bytes = range.length * PAGE;
    if (!range.every((page) => LEGAL[kind].includes(page.state))) {
      // A region would go elsewhere; and nobody hinders a write.
      if (kind === 'sysReserve' || kind === 'write') return undefined;
      return this.#isFatal(kind, addr, bytes) ? undefined : `${kind} is not fatal`;
    }
    for (const page of range) change(page, kind);
    return this.#serve(kind, addr, bytes) ? undefined : `${kind} is not served`;
  }

  state(): Sides {
    const { os, pages } = this;
    const bytesFrom = (least: number) => pages.filter(({ state }) => state >= least).length * PAGE;
    return {
      actual: {
        counters: [os.reservedBytes, os.committedBytes, os.residentBytes],
        states: pages.map((_, i) => os.stateAt(this.#base + i * PAGE + 9)),
        runs: os.runs(),
      },
      expected: {
        counters: [PAGE_RESERVED, PAGE_PREPARED, PAGE_READY].map((state) => bytesFrom(state)),
        states: pages.map(({ state }) => state),
        runs: this.#runs(),
      },
    };
  }

  contents(): Sides {
    return {
      actual: this.pages.map((_, i) => this.#contents(this.#base + i * PAGE)),
      expected: this.pages.map(({ contents }) => contents),
    };
  }

  #isFatal(kind: Kind, addr: number, bytes: number): boolean {
    try {
      this.#serve(kind, addr, bytes);
      return false;
    } catch (error) {
      return error instanceof Fatal;
    }
  }

  /** Makes a call; whether its answer is what a legal one gets. */
  #serve(kind: Kind, addr: number, bytes: number): boolean {
    const { os } = this;
    if (kind === 'sysReserve') return os.sysReserve(addr, bytes)?.addr === addr;
    if (kind === 'sysMap') return os.sysMap(addr, bytes);
    if (kind !== 'write' && kind !== 'read') {
      os[kind](addr, bytes);
      return true;
    }
    for (let at = addr; at < addr + bytes; at += PAGE) {
      const from = at % os.slabBytes;
      const slab = os.slab(at);
      if (kind === 'write') slab.bytes.fill(WRITTEN, from, from + PAGE);
    }
    return true;
  }

  #contents(addr: number): string {
    const from = addr % this.os.slabBytes;
    const bytes = this.os.slab(addr).bytes.subarray(from, from + PAGE);
    if (bytes.every((byte) => byte === 0)) return 'zero';
    if (bytes.every((byte) => byte === WRITTEN)) return 'written';
    return bytes.every((byte) => byte % 2 === 1) ? 'junk' : 'mixed';
  }

  #runs(): PageRun[] {
    const runs: { addr: number; bytes: number; state: PageState }[] = [];
    this.pages.forEach(({ state }, i) => {
      const last = runs.at(-1);
      const addr = this.#base + i * PAGE;
      if (state === PAGE_NONE) return;
      if (last?.state === state && last.addr + last.bytes === addr) last.bytes += PAGE;
      else runs.push({ addr, bytes: PAGE, state });
    });
    return runs;
  }
}

/** Calls; those that reserve begin at a slab, where every hint is kept to. */
const calls = fc
  .array(call, { minLength: 5, maxLength: 60 })
  .map((list) =>
    list.map((each) => (each.kind === 'sysReserve' ? { ...each, first: each.first & ~15 } : each)),
  );

describe('the operating system', () => {
  it.each([
    ['between two blocks', 64 * MIB, 2 ** 32],
    ['at 4 GiB', 2 ** 32, 2 ** 47],
    ['between two rows of blocks', 2 ** 31 * 2 ** 9, 2 ** 48],
    ['at the end of 32 bits', 2 ** 32 - (PAGES / 2) * PAGE, 2 ** 32],
    ['at the end of 48 bits', 2 ** 48 - (PAGES / 2) * PAGE, 2 ** 48],
  ])('agrees with a table of pages %s', (_, border, addressLimit) => {
    fc.assert(
      fc.property(calls, (list) => {
        const pair = new Pair(border, addressLimit);
        list.forEach((each, i) => {
          expect(pair.make(each)).toBeUndefined();
          const { actual, expected } = pair.state();
          expect(actual).toEqual(expected);
          const read = i % 20 === 19 || i === list.length - 1 ? pair.contents() : NOTHING;
          expect(read.actual).toEqual(read.expected);
        });
        pair.os.dispose();
      }),
      { seed: 42, numRuns: 40 },
    );
  });
});
