import { describe, expect, it } from 'vitest';
import { Os } from '../../../models/os/os.ts';
import { Fatal } from '../../../spec/subject.ts';
import { PAGE_NONE, PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../../../spec/views/os.ts';
import type { PageState } from '../../../spec/views/os.ts';
import { MIB } from '../../../src/base/units.ts';

const LIMIT = 2 ** 32;
const BASE = 0x400_0000;
const PAGE = 4096;
const SLAB = 65536;

type Call = 'sysMap' | 'sysUsed' | 'sysUnused' | 'sysFault' | 'sysFree';

function osOf(addressLimit = LIMIT): Os {
  return new Os({ addressLimit, faults: [] });
}

/** Takes [addr, addr + bytes), which is None, to a state. */
function bring(os: Os, state: PageState, addr: number, bytes: number): void {
  if (state >= PAGE_RESERVED) expect(os.sysReserve(addr, bytes)?.addr).toBe(addr);
  if (state >= PAGE_PREPARED) expect(os.sysMap(addr, bytes)).toBe(true);
  if (state >= PAGE_READY) os.sysUsed(addr, bytes);
}

function counters({ reservedBytes, committedBytes, residentBytes }: Os): readonly number[] {
  return [reservedBytes, committedBytes, residentBytes];
}

function messageOf(call: () => unknown): string {
  try {
    call();
    return 'served';
  } catch (error) {
    expect(error).toBeInstanceOf(Fatal);
    return (error as Fatal).message;
  }
}

/** The distinct kinds of bytes in [addr, addr + bytes): zero, junk (which is odd), or written. */
function contents(os: Os, addr: number, bytes: number): string {
  const kinds = new Set<string>();
  for (let at = addr; at < addr + bytes; at += 1) {
    const byte = os.slab(at).bytes[at % os.slabBytes] as number;
    kinds.add(byte === 0 ? 'zero' : byte % 2 === 1 ? 'junk' : 'written');
  }
  return [...kinds].toSorted().join(' and ');
}

function write(os: Os, addr: number, bytes: number): void {
  for (let at = addr; at < addr + bytes; at += 1) os.slab(at).bytes[at % os.slabBytes] = 2;
}

describe('a page', () => {
  const NAMES = ['None', 'Reserved', 'Prepared', 'Ready'] as const;
  const legal: Readonly<Record<Call, readonly (PageState | undefined)[]>> = {
    sysMap: [undefined, PAGE_PREPARED, undefined, undefined],
    sysUsed: [undefined, undefined, PAGE_READY, PAGE_READY],
    sysUnused: [undefined, undefined, undefined, PAGE_PREPARED],
    sysFault: [undefined, undefined, undefined, PAGE_RESERVED],
    sysFree: [undefined, PAGE_NONE, PAGE_NONE, PAGE_NONE],
  };
  const cases = Object.entries(legal).flatMap(([call, afters]) =>
    afters.map((after, before) => ({
      call: call as Call,
      before: before as PageState,
      after,
      from: NAMES[before],
      to: after === undefined ? 'fatal' : NAMES[after],
    })),
  );

  it.each(cases)('$call of $from is $to', ({ call, before, after, from }) => {
    const os = osOf();
    bring(os, before, BASE, 2 * PAGE);
    const kept = counters(os);
    const message = messageOf(() => os[call](BASE, 2 * PAGE));
    expect([os.stateAt(BASE), os.stateAt(BASE + 2 * PAGE - 1)]).toEqual(
      after === undefined ? [before, before] : [after, after],
    );
    if (after === undefined) {
      expect(message).toBe(`${call} 0x4000000+0x2000: page 0x4000000 is ${from}`);
      expect(counters(os)).toEqual(kept);
    } else {
      expect(message).toBe('served');
      const least = [PAGE_RESERVED, PAGE_PREPARED, PAGE_READY];
      expect(counters(os)).toEqual(least.map((state) => (after >= state ? 2 * PAGE : 0)));
    }
  });

  it.each<readonly [Call, PageState, PageState, string]>([
    ['sysMap', PAGE_RESERVED, PAGE_PREPARED, 'Prepared'],
    ['sysUsed', PAGE_READY, PAGE_RESERVED, 'Reserved'],
    ['sysUnused', PAGE_READY, PAGE_PREPARED, 'Prepared'],
    ['sysFree', PAGE_RESERVED, PAGE_NONE, 'None'],
  ])('%s changes nothing when one page of its range is in the wrong state', (call, a, b, name) => {
    const os = osOf();
    bring(os, a, BASE, 3 * PAGE);
    bring(os, b, BASE + 16 * PAGE, PAGE);
    const kept = [os.runs(), counters(os)];
    const range = `${call} 0x4000000+0x${(17 * PAGE).toString(16)}`;
    expect(messageOf(() => os[call](BASE, 17 * PAGE))).toBe(
      `${range}: page 0x${(BASE + 3 * PAGE).toString(16)} is None`,
    );
    expect(messageOf(() => os[call](BASE + 16 * PAGE, PAGE))).toContain(`is ${name}`);
    expect([os.runs(), counters(os)]).toEqual(kept);
  });

  it('becomes Ready beside pages that are', () => {
    const os = osOf();
    bring(os, PAGE_PREPARED, BASE, 4 * PAGE);
    os.sysUsed(BASE + PAGE, PAGE);
    write(os, BASE + PAGE, 8);
    os.sysUsed(BASE, 4 * PAGE);
    expect(os.residentBytes).toBe(4 * PAGE);
    expect(contents(os, BASE + PAGE, 8)).toBe('written');
    expect(os.runs()).toEqual([{ addr: BASE, bytes: 4 * PAGE, state: PAGE_READY }]);
  });

  it.each<Call>(['sysMap', 'sysUsed', 'sysUnused', 'sysFault', 'sysFree'])(
    'is the smallest that %s takes',
    (call) => {
      const os = new Os({ addressLimit: LIMIT, faults: [], physPageBytes: 4 * PAGE });
      expect(os.physPageBytes).toBe(4 * PAGE);
      expect(messageOf(() => os[call](PAGE, 4 * PAGE))).toBe(
        `${call} 0x1000+0x4000: not whole pages`,
      );
      expect(messageOf(() => os[call](BASE, PAGE))).toBe(
        `${call} 0x4000000+0x1000: not whole pages`,
      );
      expect(messageOf(() => os[call](NaN, PAGE))).toBe(`${call} NaN+0x1000: not whole pages`);
      expect(messageOf(() => os[call](LIMIT, 4 * PAGE))).toBe(
        `${call} 0x100000000+0x4000: outside the address space`,
      );
      expect(messageOf(() => os[call](-4 * PAGE, 4 * PAGE))).toContain('outside the address space');
      expect(messageOf(() => os[call](LIMIT - MIB, 2 * MIB))).toContain(
        'outside the address space',
      );
      expect(messageOf(() => os[call](BASE, -4 * PAGE))).toContain('outside the address space');
      expect(messageOf(() => os[call](BASE, 0))).toBe('served');
      expect(os.calls).toBe(8);
    },
  );
});

describe('the operating system', () => {
  it.each([0, -PAGE, PAGE + 1, NaN, Infinity])('does not reserve %d bytes', (bytes) => {
    expect(messageOf(() => osOf().sysReserve(0, bytes))).toMatch(
      /^sysReserve .*: not whole pages$/,
    );
  });

  it('counts calls of every kind, also the fatal and the refused', () => {
    const os = new Os({
      addressLimit: LIMIT,
      faults: [{ kind: 'refuse', call: 'map', k: 1, onwards: false }],
    });
    os.sysReserve(0, MIB);
    expect([os.sysMap(BASE, MIB), os.stateAt(BASE)]).toEqual([false, PAGE_RESERVED]);
    expect(counters(os)).toEqual([MIB, 0, 0]);
    expect([os.sysMap(BASE, MIB), os.stateAt(BASE)]).toEqual([true, PAGE_PREPARED]);
    os.sysUsed(BASE, MIB);
    expect(() => os.sysMap(BASE, MIB)).toThrow(Fatal);
    expect([os.calls, os.refusals]).toEqual([5, 1]);
  });

  it('counts apart what a program can have refused, also what it had', () => {
    const os = new Os({
      addressLimit: LIMIT,
      faults: [{ kind: 'refuse', call: 'map', k: 1, onwards: false }],
    });
    os.sysReserve(BASE, 2 * PAGE);
    os.sysMap(BASE, PAGE);
    os.sysMap(BASE, PAGE);
    os.sysUsed(BASE, PAGE);
    expect(os.refusable).toEqual({ reserve: 1, map: 2 });
  });

  it('refuses a region for which there is no room', () => {
    const os = osOf();
    expect(os.sysReserve(0, LIMIT)).toBeUndefined();
    expect(os.sysReserve(0, 2 ** 60)).toBeUndefined();
    expect([os.calls, os.refusals, ...counters(os)]).toEqual([2, 2, 0, 0, 0]);
  });

  it('refuses more than it has been told to give', () => {
    const os = new Os({ addressLimit: 2 ** 47, faults: [], reservedLimit: 3 * MIB });
    const served = (bytes: number) => os.sysReserve(0, bytes) !== undefined;
    expect([served(2 * MIB), served(2 * MIB), served(MIB), served(PAGE)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    os.sysFree(BASE, PAGE);
    expect([served(PAGE), os.refusals]).toEqual([true, 2]);
  });

  it('changes 4 MiB at once that were taken in parts', () => {
    const os = osOf();
    bring(os, PAGE_RESERVED, BASE, MIB);
    bring(os, PAGE_RESERVED, BASE + MIB, 3 * MIB);
    os.sysMap(BASE, 4 * MIB);
    expect(os.runs()).toEqual([{ addr: BASE, bytes: 4 * MIB, state: PAGE_PREPARED }]);
    os.sysUsed(BASE + MIB, PAGE);
    expect(os.runs()).toHaveLength(3);
  });

  it('lists its pages as runs', () => {
    const os = osOf();
    bring(os, PAGE_RESERVED, BASE + 12 * MIB, 5 * MIB);
    bring(os, PAGE_RESERVED, BASE, 5 * MIB);
    os.sysMap(BASE + MIB, 4 * MIB);
    os.sysUsed(BASE + 4 * MIB - PAGE, 2 * PAGE);
    os.sysFree(BASE + 14 * MIB, MIB);
    expect(os.runs()).toEqual([
      { addr: BASE, bytes: MIB, state: PAGE_RESERVED },
      { addr: BASE + MIB, bytes: 3 * MIB - PAGE, state: PAGE_PREPARED },
      { addr: BASE + 4 * MIB - PAGE, bytes: 2 * PAGE, state: PAGE_READY },
      { addr: BASE + 4 * MIB + PAGE, bytes: MIB - PAGE, state: PAGE_PREPARED },
      { addr: BASE + 12 * MIB, bytes: 2 * MIB, state: PAGE_RESERVED },
      { addr: BASE + 15 * MIB, bytes: 2 * MIB, state: PAGE_RESERVED },
    ]);
  });

  it.each([
    ['32 bits', 2 ** 32],
    ['47 bits', 2 ** 47],
    ['48 bits', 2 ** 48],
  ])('works up to the last byte of %s', (_, limit) => {
    const os = osOf(limit);
    const base = limit - 8 * MIB;
    bring(os, PAGE_READY, base, 8 * MIB);
    expect(os.runs()).toEqual([{ addr: base, bytes: 8 * MIB, state: PAGE_READY }]);
    expect([os.stateAt(limit - 1), os.stateAt(base - 1), os.stateAt(limit)]).toEqual([
      PAGE_READY,
      PAGE_NONE,
      PAGE_NONE,
    ]);
    write(os, limit - 8, 8);
    expect(contents(os, limit - 16, 16)).toBe('written and zero');
    os.sysUnused(limit - PAGE, PAGE);
    expect(contents(os, limit - PAGE, PAGE)).toBe('junk');
    os.sysFree(base, 8 * MIB);
    expect([os.runs(), counters(os)]).toEqual([[], [0, 0, 0]]);
    os.dispose();
  });

  it('keeps regions on both sides of 4 GiB apart', () => {
    const os = osOf(2 ** 48);
    const addrs = [BASE, 2 ** 32, 2 ** 32 + BASE, 2 ** 40 + BASE, 2 ** 47 + BASE];
    addrs.forEach((addr, i) => {
      bring(os, PAGE_READY, addr, SLAB);
      os.slab(addr).words[5] = i + 1;
    });
    expect(addrs.map((addr) => os.slab(addr + 20).words[5])).toEqual([1, 2, 3, 4, 5]);
    expect(os.runs().map(({ addr }) => addr)).toEqual(addrs);
    os.dispose();
  });
});

describe('memory', () => {
  it('is the same bytes as words and as bytes', () => {
    const os = osOf();
    bring(os, PAGE_READY, BASE, SLAB);
    const { words, bytes } = os.slab(BASE + 9);
    expect([words.byteLength, bytes.byteLength, os.slabBytes]).toEqual([SLAB, SLAB, SLAB]);
    words[2] = 0x0403_0201;
    expect([...bytes.subarray(7, 13)]).toEqual([0, 1, 2, 3, 4, 0]);
    expect(os.slab(BASE + SLAB - 1) === os.slab(BASE)).toBe(true);
    os.dispose();
  });

  it.each([
    ['before it is touched', false],
    ['when it was touched before', true],
  ])('is zero when a page is Ready for the first time, %s', (_, touched) => {
    const os = osOf();
    bring(os, PAGE_PREPARED, BASE, 3 * PAGE);
    if (touched) expect(contents(os, BASE, 3 * PAGE)).toBe('junk');
    os.sysUsed(BASE + PAGE, PAGE);
    expect(contents(os, BASE, PAGE)).toBe('junk');
    expect(contents(os, BASE + PAGE, PAGE)).toBe('zero');
    expect(contents(os, BASE + 2 * PAGE, PAGE)).toBe('junk');
    os.dispose();
  });

  it.each([
    ['that was written', true],
    ['that was never touched', false],
  ])('is junk once it was given up, %s', (_, touched) => {
    const os = osOf();
    bring(os, PAGE_READY, BASE, 40 * PAGE);
    if (touched) write(os, BASE, 40 * PAGE);
    os.sysUnused(BASE + PAGE, 34 * PAGE);
    if (touched) expect(contents(os, BASE + PAGE, 34 * PAGE)).toBe('junk');
    os.sysUsed(BASE + PAGE, 34 * PAGE);
    expect(contents(os, BASE + PAGE, 34 * PAGE)).toBe('junk');
    expect(contents(os, BASE, PAGE)).toBe(touched ? 'written' : 'zero');
    expect(contents(os, BASE + 35 * PAGE, 5 * PAGE)).toBe(touched ? 'written' : 'zero');
    os.dispose();
  });

  it('is junk again after a fault, and when it is mapped again', () => {
    const os = osOf();
    bring(os, PAGE_READY, BASE, 2 * PAGE);
    write(os, BASE, 2 * PAGE);
    os.sysFault(BASE, PAGE);
    expect(contents(os, BASE, PAGE)).toBe('junk');
    os.sysMap(BASE, PAGE);
    os.sysUsed(BASE, PAGE);
    expect(contents(os, BASE, PAGE)).toBe('junk');
    expect(contents(os, BASE + PAGE, PAGE)).toBe('written');
    os.dispose();
  });

  it('is zero when its addresses were freed in between', () => {
    const os = osOf();
    bring(os, PAGE_READY, BASE, 2 * PAGE);
    write(os, BASE, 2 * PAGE);
    os.sysUnused(BASE, PAGE);
    os.sysFree(BASE, 2 * PAGE);
    expect(contents(os, BASE, 2 * PAGE)).toBe('junk');
    bring(os, PAGE_READY, BASE, 2 * PAGE);
    expect(contents(os, BASE, 2 * PAGE)).toBe('zero');
    os.dispose();
  });

  it('shows nothing of the address space that had it before', () => {
    const first = osOf();
    bring(first, PAGE_READY, BASE, SLAB);
    write(first, BASE, SLAB);
    const slab = first.slab(BASE);
    first.dispose();
    const second = osOf();
    bring(second, PAGE_READY, BASE, 4 * PAGE);
    expect(second.slab(BASE) === slab).toBe(true);
    expect(contents(second, BASE, 4 * PAGE)).toBe('zero');
    expect(contents(second, BASE + 4 * PAGE, SLAB - 4 * PAGE)).toBe('junk');
    second.dispose();
  });

  it("is nobody else's when it was given back twice", () => {
    const first = osOf();
    first.slab(BASE);
    first.dispose();
    first.dispose();
    const [second, third] = [osOf(), osOf()];
    expect(second.slab(BASE) === third.slab(BASE)).toBe(false);
    second.dispose();
    third.dispose();
  });

  it('has the same junk at the same address every time, and other junk in another slab', () => {
    const wordsAt = (addr: number) => {
      const os = osOf(2 ** 48);
      const words = os.slab(addr).words.slice(0, 64);
      os.dispose();
      return words;
    };
    expect(wordsAt(BASE)).toEqual(wordsAt(BASE));
    expect(wordsAt(BASE)).not.toEqual(wordsAt(BASE + SLAB));
    expect(new Set(wordsAt(2 ** 48 - SLAB)).size).toBeGreaterThan(60);
    expect(wordsAt(BASE).every((word) => word < 0)).toBe(true);
  });

  it.each([-1, LIMIT, 2 ** 60, NaN, 0.5, Infinity])('is not there at address %d', (addr) => {
    const os = osOf();
    bring(os, PAGE_READY, LIMIT - MIB, MIB);
    expect(messageOf(() => os.slab(addr))).toMatch(/^access outside the address space at /);
    expect(os.stateAt(addr)).toBe(PAGE_NONE);
  });
});
