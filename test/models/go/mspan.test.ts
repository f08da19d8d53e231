import { describe, expect, it } from 'vitest';
import { clearBit, setBit } from '../../../src/base/bits.ts';
import { MSpan } from '../../../models/go/mspan.ts';

const CLASS_8 = (1 << 1) | 1;
const CLASS_64 = (6 << 1) | 1;

function spanOf(spanclass: number): MSpan {
  const span = new MSpan(0);
  span.init(0x10000, 1, spanclass);
  return span;
}

/** Takes slots as malloc does: fast path first, then the slow one. */
function take(span: MSpan): number | undefined {
  const fast = span.nextFreeFast();
  if (fast >= 0) return fast;
  const slot = span.nextFreeIndex();
  if (slot === span.nelems) return undefined;
  span.allocCount += 1;
  return slot;
}

function takeAll(span: MSpan): number[] {
  const slots: number[] = [];
  for (let slot = take(span); slot !== undefined; slot = take(span)) slots.push(slot);
  return slots;
}

describe('an mspan', () => {
  it('is cut into the slots of its class', () => {
    const span = spanOf(CLASS_64);
    expect([span.elemsize, span.nelems, span.limit]).toEqual([64, 128, 0x10000 + 8192]);
  });

  it('is one slot when it is large', () => {
    const span = new MSpan(0);
    span.init(0x20000, 5, 1);
    expect([span.elemsize, span.nelems, span.divMul]).toEqual([5 * 8192, 1, 0]);
    expect(span.objIndex(0x20000 + 40000)).toBe(0);
  });

  it.each([CLASS_8, CLASS_64])(
    'hands out each slot once, in order (span class %i)',
    (spanclass) => {
      const span = spanOf(spanclass);
      expect(takeAll(span)).toEqual(Array.from({ length: span.nelems }, (_, i) => i));
      expect([span.allocCount, span.freeindex]).toEqual([span.nelems, span.nelems]);
    },
  );

  it.each([
    ['every other', (i: number) => i % 2 === 0],
    ['none in the first 200', (i: number) => i >= 200],
    ['the last of each 64', (i: number) => i % 64 === 63],
    ['the first of each 64', (i: number) => i % 64 === 0],
    ['only the very last', (i: number) => i === 1023],
    ['none', () => false],
  ])('finds the slots that a sweep left free: %s', (_, free) => {
    const span = spanOf(CLASS_8);
    for (let i = 0; i < span.nelems; i += 1) (free(i) ? clearBit : setBit)(span.allocBits, i);
    span.refillAllocCache(0);
    const expected = Array.from({ length: span.nelems }, (_v, i) => i).filter((i) => free(i));
    expect(takeAll(span)).toEqual(expected);
  });

  it('keeps the cache in step when it is reloaded in the middle of a group', () => {
    for (const freeindex of [0, 1, 31, 32, 33, 63, 64, 100]) {
      const span = spanOf(CLASS_64);
      setBit(span.allocBits, 101);
      span.freeindex = freeindex;
      span.reloadAllocCache();
      const expected = Array.from({ length: 128 - freeindex }, (_, i) => freeindex + i).filter(
        (i) => i !== 101,
      );
      expect(takeAll(span)).toEqual(expected);
    }
  });

  it('knows a slot as free only at or above freeindex and with a zero bit', () => {
    const span = spanOf(CLASS_64);
    span.freeindex = 3;
    setBit(span.allocBits, 5);
    expect([2, 3, 4, 5, 6].map((i) => span.isFree(i))).toEqual([false, true, true, false, true]);
  });

  it('shifts its cache by as many bits as are asked for', () => {
    const span = spanOf(CLASS_8);
    const bits = 0xdeadbeef_c0ffee11n;
    for (let n = 0; n <= 64; n += 1) {
      span.allocCacheLo = Number(BigInt.asIntN(32, bits));
      span.allocCacheHi = Number(BigInt.asIntN(32, bits >> 32n));
      span.shiftAllocCache(n);
      const shifted = bits >> BigInt(n);
      expect([n, span.allocCacheLo, span.allocCacheHi]).toEqual([
        n,
        Number(BigInt.asIntN(32, shifted)),
        Number(BigInt.asIntN(32, shifted >> 32n)),
      ]);
    }
  });

  it('has nothing attached to its objects at first, and again when it is made anew', () => {
    const span = new MSpan(0);
    expect(span.specials).toEqual([]);
    span.specials.push({ offset: 0, kind: 1, handle: 0 });
    span.init(0x10000, 1, CLASS_64);
    expect(span.specials).toEqual([]);
    span.specials.push({ offset: 0, kind: 1, handle: 0 });
    span.initManual(0x10000, 1);
    expect(span.specials).toEqual([]);
  });
});
