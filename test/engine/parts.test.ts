// Goal: a program is seen to do, in some of its commands, what a small one does, whatever else it does between them.
import { describe, expect, it } from 'vitest';
import { partsLike } from '../../src/engine/parts.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';

function program(lines: string): Program {
  return parseProgram(['allocheck 1', 'heap go procs=3', ...lines.split('; ')].join('\n'), 'test');
}

function parts(small: string, large: string, commands?: number): readonly string[] {
  return [...partsLike(program(small), program(large), commands)].map((part) =>
    printProgram(part).trimEnd().split('\n').slice(2).join('; '),
  );
}

describe('partsLike', () => {
  it('finds the commands of another program among others, the latest first', () => {
    const large = 'a = malloc 8; gc; b = malloc 40; free a; free b; c = malloc 8';
    expect(parts('x = malloc 1; free x', large)).toEqual([
      'a = malloc 40; free a',
      'a = malloc 8; free a',
    ]);
    expect(parts('gc', large)).toEqual(['gc']);
    expect(parts('gc; gc', large)).toEqual([]);
  });

  it('takes blocks and processors one for one', () => {
    expect(parts('a = malloc 1; b = malloc 1; free a', 'x = malloc 1; free x')).toEqual([]);
    const large = 'a = malloc 1 on P1; gc on P1; gc on P2';
    expect(parts('a = malloc 1; gc', large)).toEqual(['a = malloc 1 on P1; gc on P1']);
    expect(parts('a = malloc 1; gc on P1', large)).toEqual(['a = malloc 1 on P1; gc on P2']);
    expect(parts('a = malloc 8; a[0] -> nil', 'a = malloc 8; b = malloc 8; a[0] -> b')).toEqual([]);
  });

  it('takes any block that is made for one that is asked for, but none for an empty one', () => {
    const large = 'a = calloc 2 8; b = realloc a 9; c = malloc 0';
    expect(parts('a = malloc 1 noscan', large)).toEqual(['a = malloc 9 noscan', 'a = calloc 2 8']);
    expect(parts('a = malloc 0', large)).toContain('a = malloc 0');
  });

  it('stops where it is told to', () => {
    const large = 'a = malloc 8; b = malloc 40; gc; c = malloc 99';
    expect(parts('a = malloc 1', large, 2)).toEqual(['a = malloc 40', 'a = malloc 8']);
  });

  it('finds no command in every program', () => {
    expect(parts('', 'gc; gc')).toEqual(['']);
  });

  it('ends in a program that offers very many', () => {
    const large = Array.from({ length: 200 }, (_, i) => `${i < 26 ? 'x' : 'y'}${i + 1} = malloc 8`);
    const four = 'a = malloc 1; b = malloc 1; c = malloc 1; free b; free c; free a; gc';
    expect(parts(four, [...large, 'gc'].join('; '))).toEqual([]);
  });
});
