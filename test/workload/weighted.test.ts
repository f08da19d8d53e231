// Goal: choices keep to their weights. Method: many draws of one seed, counted.
import { describe, expect, it } from 'vitest';
import { Prng } from '../../src/base/prng.ts';
import { numberText } from '../../src/program/words.ts';
import { Sizes } from '../../src/workload/sizes.ts';
import { Weighted, logUniform } from '../../src/workload/weighted.ts';
import { EDGES, PROFILE } from '../program/programs.ts';

function countsOf<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const seen = new Map<T, number>();
  for (const item of items) seen.set(item, (seen.get(item) ?? 0) + 1);
  return seen;
}

function drawn<T>(draws: number, draw: () => T): readonly T[] {
  return Array.from({ length: draws }, draw);
}

describe('Weighted', () => {
  it('chooses by weight, and never what has none', () => {
    const prng = new Prng(1);
    const weighted = new Weighted(['none', 'rare', 'often', 'never'], [0, 1, 9, 0]);
    const seen = countsOf(drawn(10_000, () => weighted.pick(prng)));
    expect([...seen.keys()].toSorted()).toEqual(['often', 'rare']);
    expect(seen.get('rare')).toBeGreaterThan(850);
    expect(seen.get('rare')).toBeLessThan(1150);
  });

  it('chooses the only item', () => {
    expect(new Weighted(['one'], [0.1]).pick(new Prng(1))).toBe('one');
  });
});

describe('logUniform', () => {
  it('gives each power of two the same share, and both ends', () => {
    const prng = new Prng(1);
    const seen = countsOf(drawn(14_000, () => logUniform(prng, 4, 511)));
    expect(seen.has(4) && seen.has(511)).toBe(true);
    for (let power = 4; power < 512; power *= 2) {
      const share = [...seen].filter(([n]) => n >= power && n < 2 * power);
      expect(share.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(1800);
    }
    expect(logUniform(prng, 7, 7)).toBe(7);
  });
});

describe('Sizes', () => {
  const only = (
    kind: 'fleet' | 'edge' | 'log' | 'repeat' | 'tiny' | 'absurd',
    edges = EDGES,
  ): Sizes => new Sizes(new Prng(1), { ...PROFILE, edges }, new Weighted([kind], [1]), 0);
  const draw = (sizes: Sizes): readonly number[] => drawn(2000, () => sizes.next());

  it('are edges and their neighbours', () => {
    const wanted = EDGES.flatMap((edge) => [edge - 1, edge, edge + 1]);
    expect(new Set(draw(only('edge')))).toEqual(new Set(wanted));
  });

  it('are of any power of two where there are no edges', () => {
    const sizes = draw(only('edge', []));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
    expect(new Set(sizes).size).toBeGreaterThan(100);
  });

  it('are tiny, absurd, repeated, or of the fleet', () => {
    expect(new Set(draw(only('tiny'))).size).toBe(15);
    expect(new Set(draw(only('absurd')).map(numberText)).size).toBe(PROFILE.absurd.length);
    expect(new Set(draw(only('repeat'))).size).toBe(1);
    const fleet = draw(only('fleet')).filter((size) => size <= 64).length / 2000;
    expect(fleet).toBeGreaterThan(0.58);
    expect(fleet).toBeLessThan(0.72);
  });

  it('are few, and now and then another, in a program of few sizes', () => {
    const kinds = new Weighted(['absurd', 'log'] as const, [1, 1]);
    const sizes = draw(new Sizes(new Prng(3), PROFILE, kinds, 2));
    const seen = countsOf(sizes);
    const often = [...seen].filter(([, count]) => count > 500);
    expect(often.length).toBe(2);
    expect(often.every(([size]) => Number.isInteger(size))).toBe(true);
    expect(seen.size).toBeGreaterThan(5);
  });

  it('lie within bounds where these are given', () => {
    const sizes = only('log');
    for (let i = 0; i < 500; i += 1) {
      const size = sizes.within(100, 200);
      expect(size).toBeGreaterThanOrEqual(100);
      expect(size).toBeLessThanOrEqual(200);
    }
  });
});
