// Goal: the small changes that the shrinker is made of do what they say and leave their program
// alone.
// Method: one program, each change beside what it gives.
import { describe, expect, it } from 'vitest';
import {
  commandAt,
  keepCommands,
  mapCommands,
  removeRange,
  withCommand,
} from '../../src/program/edit.ts';
import { isMaker, mapLabels, names } from '../../src/program/labels.ts';
import { OP, commandCount } from '../../src/program/program.ts';
import { linesOf, programOf } from './programs.ts';

const LINES = ['a = malloc 8', 'b = calloc 2 4', 'a[0] -> b', 'b[0] -> nil', 'free a', 'gc'];
const program = programOf(...LINES);

function left(changed: typeof program): readonly string[] {
  return linesOf(changed).slice(1);
}

describe('a changed program', () => {
  it('lacks a range', () => {
    expect(left(removeRange(program, 1, 4))).toEqual(['a = malloc 8', 'free a', 'gc']);
    expect(left(removeRange(program, 2, 2))).toEqual(LINES);
    expect(left(removeRange(program, 0, 6))).toEqual([]);
  });

  it('has the commands that are kept', () => {
    expect(left(keepCommands(program, (index) => index % 2 === 0))).toEqual([
      'a = malloc 8',
      'a[0] -> b',
      'free a',
    ]);
    expect(keepCommands(program, () => true)).toBe(program);
  });

  it('has another command in one place', () => {
    expect(left(withCommand(program, 5, [OP.SCAVENGE, 3, 0, 0, 0]))[5]).toBe('scavenge 3');
  });

  it('has other commands in all places', () => {
    const reads = mapCommands(program, (command, index) => [OP.READ, index, 0, 0, command[4]]);
    expect(left(reads)).toEqual(['read a', 'read b', 'read c', 'read d', 'read e', 'read f']);
  });

  it('has other names', () => {
    expect(left(mapLabels(program, (label) => label + 2))).toEqual([
      'c = malloc 8',
      'd = calloc 2 4',
      'c[0] -> d',
      'd[0] -> nil',
      'free c',
      'gc',
    ]);
  });
});

describe('a program', () => {
  it('stays as it was when it is changed', () => {
    removeRange(program, 0, 3);
    keepCommands(program, () => false);
    withCommand(program, 0, [OP.GC, 0, 0, 0, 0]);
    mapCommands(program, () => [OP.GC, 0, 0, 0, 0]);
    mapLabels(program, () => 9);
    expect(left(program)).toEqual(LINES);
  });
});

describe('a command', () => {
  it('is six numbers', () => {
    expect(commandAt(program, 2)).toEqual([OP.LINK, 0, 0, 1, 0, 0]);
    expect(commandCount(program)).toBe(6);
  });

  it('names the blocks that stand in it', () => {
    expect(LINES.map((_, index) => names(program, index, 1))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('makes a block in five kinds', () => {
    const makers = Object.entries(OP).filter(([, op]) => isMaker(op));
    expect(makers.map(([name]) => name)).toEqual([
      'MALLOC',
      'CALLOC',
      'REALLOC',
      'MEMALIGN',
      'REALLOCARRAY',
    ]);
  });
});
