import { describe, expect, it } from 'vitest';
import { expand, freshLabel, withoutOps } from '../../src/program/expand.ts';
import { OP } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';

const program = parseProgram('allocheck 1\nheap go\na = malloc 8\nfree a\nc = malloc 9\ngc\n', 'x');

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n').slice(2);
}

describe('expand', () => {
  it('puts commands before, in the place of, and behind a command, and says where it stands', () => {
    const expanded = expand(program, (command) =>
      command[0] === OP.FREE
        ? { before: [[OP.GC, 0, 0, 0, 0]], own: [command, command], after: [[OP.GO, 0, 0, 0, 0]] }
        : undefined,
    );
    expect(linesOf(printProgram(expanded!.second))).toEqual([
      'a = malloc 8',
      'gc',
      'free a',
      'free a',
      'go',
      'c = malloc 9',
      'gc',
    ]);
    expect(expanded!.places).toEqual([
      { from: 0, to: 1 },
      { from: 2, to: 4 },
      { from: 5, to: 6 },
      { from: 6, to: 7 },
    ]);
  });

  it('makes nothing where no command is expanded', () => {
    expect(expand(program, () => undefined)).toBeUndefined();
  });
});

describe('withoutOps', () => {
  it('leaves out commands of some kinds, and is the program itself where there are none', () => {
    expect(linesOf(printProgram(withoutOps(program, [OP.FREE, OP.GC])))).toEqual([
      'a = malloc 8',
      'c = malloc 9',
    ]);
    expect(withoutOps(program, [OP.GO])).toBe(program);
  });
});

describe('freshLabel', () => {
  it('is above every label that is named', () => {
    expect(freshLabel(program)).toBe(3);
    const linked = parseProgram('allocheck 1\nheap go\na = malloc 8\na[0] -> f\n', 'x');
    expect(freshLabel(linked)).toBe(6);
  });
});
