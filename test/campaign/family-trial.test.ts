// Goal: a trial of what is no allocator tells a catch from a miss, from what only others notice, and from a crash. Method: programs are
// numbers, of which some break something, and some throw.
import { describe, expect, it } from 'vitest';
import { familyTrial } from '../../src/campaign/family-trial.ts';
import type { Tried } from '../../src/campaign/family-trial.ts';

/** What each program breaks; those that are not here hold. */
function tried(breaks: Readonly<Record<number, readonly string[] | 'crash'>>): Tried<number> {
  const of = (program: number): readonly string[] => {
    const broken = breaks[program] ?? [];
    if (broken === 'crash') throw new TypeError('out of luck');
    return broken;
  };
  return {
    draw: (seed, run) => seed * 100 + run,
    first: (program) => ({ ids: of(program).slice(0, 1), commands: 3 }),
    kills: of,
    shrunk: (program, isAsBad) => {
      const smaller = [1, 2, program].find(isAsBad) ?? 0;
      return { commands: smaller, program: `program ${smaller}` };
    },
  };
}

const settings = { seed: 1, runs: 5, caughtBy: ['a/x'], shrinks: true, beat: () => undefined };

describe('a trial', () => {
  it('ends at the first program that breaks something, made small by what it broke', () => {
    const of = tried({ 1: 'crash', 2: ['a/x'], 103: ['a/x', 'a/y'], 104: ['a/x'] });

    expect(familyTrial(of, settings)).toEqual({
      seed: 1,
      verdict: 'caught',
      programs: 4,
      commands: 12,
      first: ['a/x'],
      kills: ['a/x', 'a/y'],
      shrunk: { commands: 2, program: 'program 2' },
    });
    expect(familyTrial(of, { ...settings, shrinks: false }).shrunk).toBeUndefined();
  });

  it.each([
    ['misnamed', { 101: ['a/y'] }, 2],
    ['crash', { 102: 'crash' }, 5],
    ['missed', {}, 5],
    ['missed', { 105: ['a/x'] }, 5],
  ] as const)('is %s where %o break', (verdict, breaks, programs) => {
    expect(familyTrial(tried(breaks), settings)).toMatchObject({ verdict, programs });
  });

  it('takes no crash for a catch, and goes on', () => {
    const of = tried({ 100: 'crash', 103: ['a/x'] });

    expect(familyTrial(of, settings)).toMatchObject({
      verdict: 'caught',
      programs: 4,
      commands: 9,
    });
  });

  it('tells of each program that it goes on', () => {
    const beats: number[] = [];
    familyTrial(tried({}), { ...settings, beat: (programs) => beats.push(programs) });

    expect(beats).toEqual([0, 1, 2, 3, 4]);
  });
});
