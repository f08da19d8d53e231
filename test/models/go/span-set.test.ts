import { describe, expect, it } from 'vitest';
import { Prng } from '../../../src/base/prng.ts';
import { MSpan } from '../../../models/go/mspan.ts';
import { SpanSet } from '../../../models/go/span-set.ts';

describe('a span set', () => {
  it('gives spans back in the order in which they came', () => {
    const set = new SpanSet();
    const spans = [new MSpan(0), new MSpan(1), new MSpan(2)];
    for (const span of spans) set.push(span);
    expect([set.length, set.pop(), set.pop(), set.pop(), set.pop()]).toEqual([
      3,
      ...spans,
      undefined,
    ]);
  });

  it('takes a span out without disturbing the others', () => {
    const set = new SpanSet();
    const [a, b, c] = [new MSpan(0), new MSpan(1), new MSpan(2)];
    for (const span of [a, b, c]) set.push(span);
    expect([set.remove(b), set.remove(b), set.at(0), set.at(1), set.length]).toEqual([
      true,
      false,
      a,
      c,
      2,
    ]);
  });

  it('does not remove from a set that was never used', () => {
    expect(new SpanSet().remove(new MSpan(0))).toBe(false);
  });

  it('is empty after a reset', () => {
    const set = new SpanSet();
    set.reset();
    set.push(new MSpan(0));
    set.reset();
    expect([set.length, set.pop()]).toEqual([0, undefined]);
    const span = new MSpan(1);
    set.push(span);
    expect([set.at(0), set.pop(), set.pop()]).toEqual([span, span, undefined]);
  });

  it('leaves a span alone that is in another set too, and in this one by a stale entry', () => {
    const [stale, fresh] = [new SpanSet(), new SpanSet()];
    const [a, b] = [new MSpan(0), new MSpan(1)];
    for (const span of [a, b]) stale.push(span);
    for (const span of [new MSpan(2), new MSpan(3), b]) fresh.push(span);
    expect([stale.pop(), stale.at(0), fresh.remove(b)]).toEqual([a, b, true]);
  });

  // Goal: the set is a queue with removal, however its places are compacted. Method: the same random pushes, pops and
  // removals on a plain array.
  it('behaves as a plain array does', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const prng = new Prng(seed);
      const set = new SpanSet();
      const plain: MSpan[] = [];
      for (let i = 0; i < 2000; i += 1) {
        const growing = i % 1000 < 600;
        if (prng.below(3) < (growing ? 2 : 1)) {
          const span = new MSpan(i);
          set.push(span);
          plain.push(span);
        } else if (prng.oneIn(2)) {
          expect(set.pop()).toBe(plain.shift());
        } else if (plain.length > 0) {
          const [span] = plain.splice(prng.below(plain.length), 1);
          expect(set.remove(span!)).toBe(true);
        }
        expect(set.length).toBe(plain.length);
        if (i % 100 === 0) expect(plain.map((_, j) => set.at(j))).toEqual(plain);
      }
    }
  });
});
