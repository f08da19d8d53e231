import { describe, expect, it } from 'vitest';
import { KIB, MIB } from '../../../src/base/units.ts';
import { ARENA, MAPPINGS, MAPPINGS_END, PAGE } from '../../../models/malloc/layout.ts';
import { GRAIN, System } from '../../../models/malloc/system.ts';

function byteAt(system: System, addr: number): number {
  return system.slab(addr).bytes[addr % system.slabBytes] as number;
}

function write(system: System, addr: number): void {
  system.slab(addr).bytes[addr % system.slabBytes] = 7;
}

describe('the arena', () => {
  it('is zero where it was given, and junk elsewhere', () => {
    const system = new System();
    expect(byteAt(system, ARENA)).not.toBe(0);
    expect(system.extend(GRAIN)).toBe(true);
    expect(system.break).toBe(ARENA + GRAIN);
    expect([byteAt(system, ARENA), byteAt(system, ARENA + GRAIN - 1)]).toEqual([0, 0]);
    expect(byteAt(system, ARENA + GRAIN)).not.toBe(0);
    expect(byteAt(system, ARENA - 1)).not.toBe(0);
  });

  it('forgets what it gave back', () => {
    const system = new System();
    system.extend(2 * GRAIN);
    write(system, ARENA + GRAIN);
    system.retract(GRAIN);
    expect(byteAt(system, ARENA + GRAIN)).not.toBe(0);
    system.extend(GRAIN);
    expect(byteAt(system, ARENA + GRAIN)).toBe(0);
  });

  it('ends where the limit is', () => {
    const system = new System(MIB);
    expect(system.extend(MIB + GRAIN)).toBe(false);
    expect(system.extend(MIB)).toBe(true);
    expect(system.extend(GRAIN)).toBe(false);
    expect(system.map(PAGE, PAGE)).toBe(0);
    expect(system.break).toBe(ARENA + MIB);
  });
});

describe('a mapping', () => {
  it('is zero to its end, and junk when it is gone', () => {
    const system = new System();
    const addr = system.map(5 * PAGE, PAGE);
    expect([addr, system.bytesAt(addr), system.mappedBytes]).toEqual([
      MAPPINGS,
      5 * PAGE,
      5 * PAGE,
    ]);
    expect([byteAt(system, addr), byteAt(system, addr + 5 * PAGE - 1)]).toEqual([0, 0]);
    expect(byteAt(system, addr + 5 * PAGE)).not.toBe(0);
    write(system, addr);
    system.unmap(addr);
    expect(byteAt(system, addr)).not.toBe(0);
    expect([system.bytesAt(addr), system.mappedBytes]).toEqual([0, 0]);
    expect(byteAt(system, system.map(PAGE, PAGE))).toBe(0);
  });

  it('takes the lowest place where it fits', () => {
    const system = new System();
    const [a, b, c] = [system.map(MIB, PAGE), system.map(PAGE, PAGE), system.map(PAGE, PAGE)];
    expect([a, b, c]).toEqual([MAPPINGS, MAPPINGS + MIB, MAPPINGS + MIB + 64 * KIB]);
    system.unmap(a);
    expect(system.map(2 * MIB, PAGE)).toBe(MAPPINGS + MIB + 128 * KIB);
    expect(system.map(MIB, PAGE)).toBe(MAPPINGS);
  });

  it('begins at a multiple of its alignment', () => {
    const system = new System();
    system.map(PAGE, PAGE);
    expect(system.map(PAGE, 2 * MIB)).toBe(MAPPINGS + 2 * MIB);
    expect(system.map(PAGE, MIB)).toBe(MAPPINGS + MIB);
    expect(system.map(PAGE, 2 * MAPPINGS_END)).toBe(0);
  });

  it.each([
    [3 * PAGE, 2 * PAGE],
    [30 * PAGE, 20 * PAGE],
    [33 * PAGE, 16 * PAGE],
  ])('of %i bytes is %i when it is made shorter', (bytes, less) => {
    const system = new System();
    const addr = system.map(bytes, PAGE);
    write(system, addr + less - 1);
    write(system, addr + less);
    system.shorten(addr, less);
    expect([system.bytesAt(addr), system.mappedBytes]).toEqual([less, less]);
    expect(byteAt(system, addr + less - 1)).toBe(7);
    expect([0, 7]).not.toContain(byteAt(system, addr + less));
  });

  it('gives its memory back with the system', () => {
    const system = new System();
    const addr = system.map(PAGE, PAGE);
    const slab = system.slab(addr);
    system.dispose();
    expect(new System().slab(ARENA)).toBe(slab);
  });
});
