// Goal: what is learnt from a program is exactly what it did.
import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../src/program/text.ts';
import { learn } from '../../src/workload/learnt-from.ts';
import { learntProfile } from '../../src/workload/learnt-profile.ts';
import type { Learnt } from '../../src/workload/learnt.ts';

const ABOUT = { id: 'a', title: 'learnt from a' };

function learntFrom(...lines: readonly string[]): Learnt {
  return learn(parseProgram(['allocheck 1', 'heap go', ...lines, ''].join('\n'), 'f'), ABOUT);
}

describe('learn', () => {
  it('counts calls, sizes, lifetimes and peaks', () => {
    const learnt = learntFrom(
      'a = malloc 24 noscan',
      'b = calloc 3 100',
      'free a',
      'c = malloc 24 noscan',
      'd = realloc b 40',
      'free d',
      'e = malloc 0 noscan',
      'free e',
    );
    expect(learnt).toEqual({
      ...ABOUT,
      calls: { malloc: 3, calloc: 1, realloc: 1, free: 3 },
      peakLive: { bytes: 324, blocks: 2 },
      sizes: [
        { from: 0, to: 0, count: 1 },
        { from: 24, to: 24, count: 2 },
        { from: 40, to: 40, count: 1 },
        { from: 300, to: 300, count: 1 },
      ],
      lifetimes: [
        { from: 0, to: 0, count: 1 },
        { from: 1, to: 1, count: 1 },
        { from: 2, to: 2, count: 1 },
      ],
      neverFreed: 1,
    });
  });

  it('keeps sizes of half a percent, and puts others together by powers of two', () => {
    const size = (bytes: number, count: number): readonly string[] =>
      Array.from({ length: count }, () => `malloc ${bytes} noscan`);
    const all = [...size(5, 4), ...size(6, 4), ...size(7, 5), ...size(9, 4), ...size(16, 983)];
    const lines = all.map((malloc, i) => `a${i === 0 ? '' : i} = ${malloc}`);
    expect(learntFrom(...lines).sizes).toEqual([
      { from: 5, to: 6, count: 8 },
      { from: 7, to: 7, count: 5 },
      { from: 9, to: 9, count: 4 },
      { from: 16, to: 16, count: 983 },
    ]);
  });

  it('puts lifetimes together by powers of two, as far as they were met', () => {
    const lives = [3, 4, 5, 6, 9];
    const lines = lives.flatMap((life, i) => [
      `b${i + 1} = malloc 8 noscan`,
      ...Array.from({ length: life }, (_, k) => `c${i * 100 + k + 1} = malloc 8 noscan`),
      `free b${i + 1}`,
    ]);
    expect(learntFrom(...lines).lifetimes).toEqual([
      { from: 3, to: 4, count: 2 },
      { from: 5, to: 6, count: 2 },
      { from: 9, to: 9, count: 1 },
    ]);
  });

  it('learns nothing from a program that asks for nothing, which no profile is made of', () => {
    const nothing = learntFrom('gc');
    expect(nothing).toMatchObject({ sizes: [], lifetimes: [], neverFreed: 0 });
    expect(() => learntProfile(nothing)).toThrow(
      'learnt from a: there is no allocation to be like',
    );
  });

  it('does not count what names no block', () => {
    expect(learntFrom('a = malloc 8 noscan', 'free a', 'free a').lifetimes).toEqual([
      { from: 0, to: 0, count: 1 },
    ]);
  });
});
