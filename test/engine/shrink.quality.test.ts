// Goal: the shrinker ends at the program that a person would have written, wherever it starts.
// Method: toy faults whose smallest program is known, written out here. From 20 generated programs
// that fail, of any length, each must shrink to it; where the search has true local minima, 95 %
// must.
import { describe, expect, it } from 'vitest';
import { Prng, mixSeed } from '../../src/base/prng.ts';
import { shrink } from '../../src/engine/shrink.ts';
import type { Shrunk } from '../../src/engine/shrink.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { PROFILE, linesOf } from '../program/programs.ts';
import * as toys from './shrink/toys.ts';

type Fails = (program: Program) => boolean;

const STARTS = 20;

/** Among these the starts are looked for. */
const PROGRAMS: readonly Program[] = Array.from({ length: 1500 }, (_, i) =>
  generateProgram(new Prng(mixSeed(2024, i)), PROFILE),
);

interface Shrink extends Shrunk {
  readonly start: Program;
}

const known = new Map<Fails, readonly Shrink[]>();

/** The first programs that fail, shrunk. */
function shrinksOf(fails: Fails): readonly Shrink[] {
  const before = known.get(fails);
  if (before !== undefined) return before;
  const starts = PROGRAMS.filter(fails).slice(0, STARTS);
  const shrinks = starts.map((start) => ({ start, ...shrink(start, fails) }));
  known.set(fails, shrinks);
  return shrinks;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

const MINIMA: readonly (readonly [name: string, fails: Fails, minimum: readonly string[]])[] = [
  [
    'a free between two large blocks',
    toys.freeBetweenLarge,
    ['heap toy', 'a = malloc 100 noscan', 'free a', 'b = malloc 100 noscan'],
  ],
  ['more than 1000 live bytes', toys.liveAbove1000, ['heap toy', 'a = malloc 1001 noscan']],
  [
    'a free on another processor',
    toys.freedElsewhere,
    ['heap toy procs=2', 'a = malloc 1 noscan', 'free a on P1'],
  ],
  [
    'the middle of three equal blocks freed and collected',
    toys.middleFreed,
    [
      'heap toy',
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
      'c = malloc 1 noscan',
      'free b',
      'gc',
      'd = malloc 1 noscan',
    ],
  ],
  [
    'an even number of frees',
    toys.evenFrees,
    ['heap toy', 'a = malloc 1 noscan', 'b = malloc 1 noscan', 'free a', 'free b', 'gc'],
  ],
  [
    'a dozen blocks of one class',
    toys.dozens,
    ['heap toy', ...Array.from('abcdefghijkl', (name) => `${name} = malloc 49 noscan`)],
  ],
  ['a size that is absurd', toys.absurdSize, ['heap toy', 'a = malloc 2**40 noscan']],
  ['a size that is no number', toys.nanSize, ['heap toy', 'a = malloc NaN noscan']],
  [
    'the second map refused',
    toys.secondMapRefused,
    ['heap toy', 'fault map#2 refuse', 'a = malloc 1 noscan', 'b = malloc 1 noscan'],
  ],
  [
    'a pointer beyond the first word',
    toys.linkBeyondFirst,
    ['heap toy', 'a = malloc 1 noscan', 'b = malloc 1 noscan', 'a[1] -> b'],
  ],
  ['a bad free', toys.badFree, ['heap toy', 'badfree 0x1']],
  [
    'many pointers reallocated',
    toys.reallocPointers,
    ['heap toy', 'a = malloc 264', 'b = realloc a 1'],
  ],
];

describe('a shrunk program', () => {
  it.each(MINIMA)('says no more than it takes: %s', (_, fails, minimum) => {
    const shrinks = shrinksOf(fails);
    expect(shrinks.length).toBeGreaterThanOrEqual(10);
    for (const { program, complete } of shrinks) {
      expect(linesOf(program)).toEqual(minimum);
      expect(complete).toBe(true);
    }
  });

  it('says no more than it takes in 95 % of searches that have local minima', () => {
    const shrinks = shrinksOf(toys.nextClass);
    const minimum = ['heap toy', 'a = malloc 1 noscan', 'b = malloc 17 noscan'].join('\n');
    const reached = shrinks.filter(({ program }) => linesOf(program).join('\n') === minimum);
    expect(shrinks.every(({ program }) => commandCount(program) === 2)).toBe(true);
    expect(reached.length).toBeGreaterThanOrEqual(0.95 * shrinks.length);
  });

  it('takes fewer than 300 runs from long programs to short ones, where it need not be thorough', () => {
    const short = MINIMA.filter(([, , minimum]) => minimum.length <= 7);
    const starts = short.flatMap(([, fails]) =>
      shrinksOf(fails).map(({ start }) => ({ start, fails })),
    );
    const runs = starts
      .filter(({ start }) => commandCount(start) >= 150)
      .map(({ start, fails }) => shrink(start, fails, { thorough: false }).evaluations);
    expect(runs.length).toBeGreaterThanOrEqual(50);
    expect(median(runs)).toBeLessThan(150);
    expect(runs.filter((count) => count < 300).length).toBeGreaterThanOrEqual(0.95 * runs.length);
  });

  it('takes fewer than 1,500 runs in all', () => {
    const runs = MINIMA.flatMap(([, fails]) => shrinksOf(fails)).map((it) => it.evaluations);
    expect(median(runs)).toBeLessThan(1500);
  });
});
