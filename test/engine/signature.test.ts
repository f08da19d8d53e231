// Goal: programs that differ only in what the bug does not depend on have one signature, and others have not.
import { describe, expect, it } from 'vitest';
import { shapeOf, signatureOf } from '../../src/engine/signature.ts';
import { parseProgram } from '../../src/program/text.ts';

const EDGES = [16, 32, 64];

function shape(lines: string, heap = 'heap go'): string {
  const text = ['allocheck 1', heap, ...lines.split('; ')].join('\n');
  return shapeOf(parseProgram(text, 'test'), EDGES);
}

describe('the shape of a program', () => {
  it('is its commands on one line', () => {
    expect(shape('a = malloc 8 noscan; b = malloc 8; a[1] -> b; free a')).toBe(
      'a = malloc 1 noscan; b = malloc 1; a[1] -> b; free a',
    );
    expect(shape('b = malloc 8; a = malloc 8; b[3] -> a; free a')).toBe(
      'a = malloc 1; b = malloc 1; a[1] -> b; free b',
    );
    expect(shape('gc')).toBe('gc');
    expect(signatureOf('client/x', shape('gc; gc'))).toBe('client/x: gc; gc');
  });

  it.each([
    ['sizes of one class', 'a = malloc 17; b = malloc 30', 'a = malloc 32; b = malloc 18'],
    [
      'other classes in the same order',
      'a = malloc 8; b = malloc 99',
      'a = malloc 20; b = malloc 60',
    ],
    ['pointer words', 'a = malloc 16 ptrs=1', 'a = malloc 16'],
    ['counts', 'gcStart; mark 1', 'gcStart; mark 77'],
    ['names of processors', 'a = malloc 1 on P1; gc on P2', 'a = malloc 1; gc on P1'],
    ['sizes that none can be', 'a = malloc NaN', 'a = malloc NaN'],
    ['negative sizes', 'a = malloc -8', 'a = malloc -1'],
  ])('leaves out %s', (_, one, other) => {
    expect(shape(one, 'heap go procs=3')).toBe(shape(other, 'heap go procs=3'));
  });

  it('leaves out which call fails, and how large a limit is', () => {
    const failing = (heap: string): string => shape('a = malloc 1', heap);
    expect(failing('heap go limit=4194304\nfault map#3 refuse')).toBe(
      failing('heap go limit=8388608\nfault map#1 refuse onwards'),
    );
    expect(failing('heap go\nfault map#1 refuse')).not.toBe(failing('heap go'));
    expect(failing('heap go limit=4194304')).not.toBe(failing('heap go'));
    expect(failing('heap go\nfault place top')).toContain('fault place top; ');
  });

  it.each([
    ['the order of classes', 'a = malloc 8; b = malloc 99', 'a = malloc 99; b = malloc 8'],
    ['equal classes', 'a = malloc 8; b = malloc 8', 'a = malloc 8; b = malloc 20'],
    ['no bytes', 'a = malloc 0', 'a = malloc 1'],
    ['pointers', 'a = malloc 8', 'a = malloc 8 noscan'],
    ['which block', 'a = malloc 8; b = malloc 8; free a', 'a = malloc 8; b = malloc 8; free b'],
    ['which processor', 'a = malloc 1 on P1; free a', 'a = malloc 1; free a'],
    ['sizes that none can be', 'a = malloc NaN', 'a = malloc Infinity'],
  ])('keeps %s', (_, one, other) => {
    expect(shape(one, 'heap go procs=3')).not.toBe(shape(other, 'heap go procs=3'));
  });
});
