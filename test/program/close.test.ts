// Goal: what can never do anything is dropped, and nothing else; labels come in the order in which
// blocks are made.
// Method: small programs beside what is left of them.
import { describe, expect, it } from 'vitest';
import { close, renumber } from '../../src/program/close.ts';
import { removeRange } from '../../src/program/edit.ts';
import { STRIDE, labelName, labelOf } from '../../src/program/program.ts';
import { linesOf, programOf } from './programs.ts';

const HEAP = 'heap toy';

describe('close', () => {
  it.each([
    ['free a', []],
    ['badfree a+8', []],
    ['badfree 0x8', ['badfree 0x8']],
    ['b = realloc a 8; free b', []],
    ['b = malloc 8; b[0] -> a; b[0] -> nil', ['b = malloc 8', 'b[0] -> nil']],
    ['a[0] -> nil; gc; scavenge 1', ['gc', 'scavenge 1']],
    ['free a; a = malloc 8; free a; free a', ['a = malloc 8', 'free a', 'free a']],
    ['a = malloc 8; root b[0]; drop a; write a; read c', ['a = malloc 8', 'drop a', 'write a']],
  ])('leaves of %j only what may do something', (text, left) => {
    expect(linesOf(close(programOf(...text.split('; '))))).toEqual([HEAP, ...left]);
  });

  it('keeps the first of two commands that give the same block', () => {
    const program = programOf('a = malloc 8', 'b = malloc 16', 'c = realloc b 8');
    const twice = { ...program, commands: program.commands.slice() };
    twice.commands[STRIDE + 1] = 0;
    twice.commands[10 + 1] = 0;
    expect(linesOf(close(twice))).toEqual([HEAP, 'a = malloc 8']);
  });

  it('answers the program itself where nothing is dropped', () => {
    const program = programOf('a = malloc 8', 'free a');
    expect(close(program)).toBe(program);
  });

  it('drops what a deletion leaves without its block', () => {
    const program = programOf('a = malloc 8', 'b = realloc a 9', 'b[0] -> b', 'free b', 'gc');
    expect(linesOf(close(removeRange(program, 0, 1)))).toEqual([HEAP, 'gc']);
  });
});

describe('renumber', () => {
  it('names blocks in the order in which they are made', () => {
    const program = programOf('z = malloc 8', 'c = realloc z 9', 'a = malloc 1', 'a[0] -> c', 'gc');
    expect(linesOf(renumber(program))).toEqual([
      HEAP,
      'a = malloc 8',
      'b = realloc a 9',
      'c = malloc 1',
      'c[0] -> b',
      'gc',
    ]);
  });

  it('gives names that are never made the last places', () => {
    const program = programOf('free x', 'b = malloc 8', 'badfree y', 'free x', 'badfree 0x1');
    expect(linesOf(renumber(program))).toEqual([
      HEAP,
      'free b',
      'a = malloc 8',
      'badfree c',
      'free b',
      'badfree 0x1',
    ]);
  });
});

describe('the name of a label', () => {
  it('is a letter, and a number after the first 26', () => {
    expect([0, 25, 26, 51, 52, 2599].map(labelName)).toEqual(['a', 'z', 'a1', 'z1', 'a2', 'z99']);
  });

  it('stands for its label and nothing else does', () => {
    for (let label = 0; label < 3000; label += 1) expect(labelOf(labelName(label))).toBe(label);
    expect(['', 'A', 'gc', 'a0', 'a01', '1', 'a123456789'].map(labelOf)).toEqual(
      Array.from({ length: 7 }, () => -1),
    );
  });
});
