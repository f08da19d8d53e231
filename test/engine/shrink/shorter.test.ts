// Goal: the shrinker proves that nothing shorter fails, or finds what does. Method: all shorter programs of small ones,
// written out; failures that no deletion leads to.
import { describe, expect, it } from 'vitest';
import { shrink } from '../../../src/engine/shrink.ts';
import { SHORTER_MAX, shorterPrograms } from '../../../src/engine/shrink/shorter.ts';
import { parseProgram } from '../../../src/program/text.ts';
import type { Program } from '../../../src/program/program.ts';
import { linesOf } from '../../program/programs.ts';

function program(...lines: readonly string[]): Program {
  return parseProgram(['allocheck 1', 'heap toy procs=2', ...lines, ''].join('\n'), 'test');
}

function shorter(...lines: readonly string[]): readonly string[] | undefined {
  return shorterPrograms(program(...lines))?.map((it) => linesOf(it).slice(1).join('; '));
}

describe('all shorter programs', () => {
  it('have the commands of the program, in every order, with every block', () => {
    expect(shorter('a = malloc 8', 'b = malloc 8', 'a[1] -> b')).toEqual([
      '',
      'a = malloc 8',
      'a = malloc 8; b = malloc 8',
      'a = malloc 8; a[1] -> a',
    ]);
    expect(shorter('a = malloc 8 on P1', 'free a', 'gc')).toEqual([
      '',
      'a = malloc 8 on P1',
      'gc',
      'a = malloc 8 on P1; b = malloc 8 on P1',
      'a = malloc 8 on P1; free a',
      'a = malloc 8 on P1; gc',
      'gc; a = malloc 8 on P1',
      'gc; gc',
    ]);
  });

  it('name every block that there is, not the first alone', () => {
    const all = shorter('a = malloc 8', 'b = malloc 8', 'free a', 'free b');
    expect(all).toContain('a = malloc 8; b = malloc 8; free b');
    expect(all).toContain('a = malloc 8; b = malloc 8; free a');
  });

  it('are none of the empty program, and the empty one of a single command', () => {
    expect(shorter()).toEqual([]);
    expect(shorter('gc')).toEqual(['']);
  });

  it('are not gone through where they are too many', () => {
    const kinds = ['gc', 'gcStart', 'terminate', 'assist', 'freeOSMemory', 'go', 'syscall'];
    expect(shorter(...kinds.slice(0, 4))?.length).toBe(1 + 4 + 16 + 64);
    expect(1 + 7 + 49 + 343 + 2401).toBeGreaterThan(SHORTER_MAX);
    expect(shorter(...kinds)).toBeUndefined();
  });
});

describe('the shrinker', () => {
  it('says how many shorter programs hold', () => {
    const fails = (it: Program): boolean => linesOf(it).includes('gc') && it.commands.length >= 10;
    const { program: least, shorter: tried } = shrink(
      program('a = malloc 8', 'free a', 'gc'),
      fails,
    );

    expect(linesOf(least)).toEqual(['heap toy', 'a = malloc 1 noscan', 'gc']);
    expect(tried).toBe(3);
  });

  it('goes on from a shorter one that fails, though no pass leads there', () => {
    const blocks = ['a', 'b', 'c'].map((name) => `${name} = malloc 1 noscan`);
    const found = ['gc', 'gc', 'gc', 'a = malloc 1 noscan'];
    const failing = [blocks, found].map((lines) => ['heap toy', ...lines].join());
    const fails = (it: Program): boolean => failing.includes(linesOf(it).join());
    const { program: least } = shrink({ ...program(...found), heap: program('gc').heap }, (it) =>
      fails({ ...it, heap: { ...it.heap, procs: 1 } }),
    );

    expect(linesOf(least)).toEqual(['heap toy', ...blocks]);
  });
});
