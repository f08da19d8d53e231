// Goal: a stretch that is put into a program does there what it did, on blocks of its own or on the program's.
// Method: small programs in text.
import { describe, expect, it } from 'vitest';
import { insertStretch, stretchOf } from '../../src/program/splice.ts';
import { linesOf, programOf } from './programs.ts';

const program = programOf('a = malloc 8', 'b = malloc 16', 'free a', 'free b');

describe('a stretch in another program', () => {
  it('makes blocks of its own', () => {
    const stretch = stretchOf(programOf('a = malloc 1', 'free a', 'b = realloc a 2'), 0, 3);
    expect(linesOf(insertStretch(program, 2, stretch, () => 0)).slice(1)).toEqual([
      'a = malloc 8',
      'b = malloc 16',
      'c = malloc 1',
      'free c',
      'd = realloc c 2',
      'free a',
      'free b',
    ]);
  });

  it('has the blocks that it does not make bound to those of the program', () => {
    const other = programOf('a = malloc 1', 'b = malloc 1', 'write a', 'a[0] -> b', 'a[1] -> nil');
    const spliced = insertStretch(program, 2, stretchOf(other, 2, 5), (label) => 1 - label);
    expect(linesOf(spliced).slice(3, 6)).toEqual(['write b', 'b[0] -> a', 'b[1] -> nil']);
  });

  it('loses what names a block that is not made before', () => {
    const stretch = stretchOf(programOf('a = malloc 1', 'free a', 'gc'), 1, 3);
    expect(linesOf(insertStretch(program, 1, stretch, () => 1))).toEqual([
      ...linesOf(programOf('a = malloc 8', 'gc', 'b = malloc 16', 'free a', 'free b')),
    ]);
  });

  it('runs on processors that there are', () => {
    const other = programOf('heap toy procs=4', 'gc on P1', 'gc on P3');
    const spliced = insertStretch(
      programOf('heap toy procs=2', 'gc'),
      1,
      stretchOf(other, 0, 2),
      Number,
    );
    expect(linesOf(spliced).slice(1)).toEqual(['gc', 'gc on P1', 'gc on P1']);
  });

  it('leaves both as they were', () => {
    const before = program.commands.slice();
    insertStretch(program, 0, stretchOf(program, 0, 4), (label) => label);
    expect(program.commands).toEqual(before);
  });
});
