// Goal: the order of programs is one that a search can go down and must end.
// Method: arbitrary programs, in pairs and triples, with examples for each thing that is compared.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSmaller } from '../../../src/engine/shrink/order.ts';
import { anyProgram, programOf } from '../../program/programs.ts';

const fixed = { seed: 42, numRuns: 500 };

describe('the order of programs', () => {
  it('never puts a program before itself', () => {
    fc.assert(
      fc.property(anyProgram, (program) => !isSmaller(program, { ...program })),
      fixed,
    );
  });

  it('never puts each of two programs before the other', () => {
    fc.assert(
      fc.property(anyProgram, anyProgram, (a, b) => !(isSmaller(a, b) && isSmaller(b, a))),
      fixed,
    );
  });

  it('goes on from the second to the third', () => {
    fc.assert(
      fc.property(anyProgram, anyProgram, anyProgram, (a, b, c) => {
        return !(isSmaller(a, b) && isSmaller(b, c)) || isSmaller(a, c);
      }),
      fixed,
    );
  });

  it.each([
    ['fewer commands', ['heap toy procs=2', 'a = calloc 2 999 on P1'], ['a = malloc 1', 'gc']],
    ['fewer faults', ['a = calloc 9 9'], ['fault map#1 refuse', 'a = malloc 1']],
    ['earlier faults', ['fault map#1 refuse', 'gc'], ['fault map#2 refuse', 'gc']],
    ['faults that pass', ['fault map#1 refuse', 'gc'], ['fault map#1 refuse onwards', 'gc']],
    ['plainer places', ['fault place adjacent', 'gc'], ['fault place top', 'gc']],
    ['fewer processors', ['heap toy', 'scavenge 1'], ['heap toy procs=2', 'gc']],
    ['the default geometry', ['heap toy', 'scavenge 1'], ['heap toy geometry=x', 'gc']],
    ['no checkmark mode', ['heap toy gogc=50', 'scavenge 1'], ['heap toy checkmark', 'gc']],
    ['no pacing', ['heap toy', 'scavenge 1'], ['heap toy gogc=50', 'gc']],
    ['one option of pacing', ['heap toy gogc=7', 'gc'], ['heap toy gogc=50 limit=64MiB', 'gc']],
    ['a common GOGC', ['heap toy gogc=off', 'gc'], ['heap toy gogc=7', 'gc']],
    ['a large limit', ['heap toy limit=64MiB', 'gc'], ['heap toy limit=1MiB', 'gc']],
    ['simpler commands', ['a = malloc 999'], ['a = calloc 1 1']],
    ['the first processor', ['heap toy procs=3', 'gc'], ['heap toy procs=3', 'gc on P1']],
    ['no pointers', ['a = malloc 9 noscan'], ['a = malloc 8']],
    ['pointers everywhere', ['a = malloc 9'], ['a = malloc 9 ptrs=1']],
    ['fewer pointers', ['a = malloc 64 ptrs=2'], ['a = malloc 64 ptrs=3']],
    ['smaller sizes', ['a = malloc 8'], ['a = malloc 9']],
    ['sizes above zero', ['a = malloc 2**53'], ['a = malloc 0']],
    ['zero', ['a = malloc 0'], ['a = malloc -1']],
    ['whole numbers', ['a = malloc -8'], ['a = malloc 0.5']],
    ['finite numbers', ['a = malloc 1.5'], ['a = malloc Infinity']],
    ['numbers', ['a = malloc Infinity'], ['a = malloc NaN']],
    ['word zero', ['a = malloc 8', 'a[0] -> a'], ['a = malloc 8', 'a[1] -> a']],
    ['nil', ['a = malloc 8', 'a[0] -> nil'], ['a = malloc 8', 'a[0] -> a']],
    ['earlier blocks', ['a = malloc 8', 'free a'], ['a = malloc 8', 'free b']],
    ['simpler commands first', ['a = malloc 8', 'gc'], ['gc', 'a = malloc 8']],
  ])('prefers %s', (_, smaller, larger) => {
    expect(isSmaller(programOf(...smaller), programOf(...larger))).toBe(true);
    expect(isSmaller(programOf(...larger), programOf(...smaller))).toBe(false);
  });
});
