// Goal: each request of memory is counted by its size, whichever command makes it. Method: one program with all of them.
import { describe, expect, it } from 'vitest';
import { AskedSizes } from '../../src/program/asked.ts';
import { parseProgram } from '../../src/program/text.ts';

function rangesOf(...lines: readonly string[]): readonly (readonly number[])[] {
  const asked = new AskedSizes();
  asked.add(parseProgram(['allocheck 1', 'heap malloc', ...lines, ''].join('\n'), 'x'));
  return asked.ranges.map(({ from, to, count }) => [from, to, count]);
}

describe('the sizes that a program asks for', () => {
  it('are counted by powers of two, whichever command asks', () => {
    expect(
      rangesOf(
        'a = malloc 0',
        'b = calloc 3 5',
        'c = realloc a 8',
        'd = memalign 64 1',
        'e = reallocarray c 5 3',
        'free d',
      ),
    ).toEqual([
      [0, 1, 1],
      [1, 2, 1],
      [2, 4, 0],
      [4, 8, 0],
      [8, 16, 3],
    ]);
  });

  it('begin with the smallest; what no block can have is none', () => {
    expect(rangesOf('a = malloc 64', 'b = malloc NaN', 'c = malloc -1', 'd = malloc 1.5')).toEqual([
      [64, 128, 1],
    ]);
    expect(rangesOf()).toEqual([]);
  });
});
