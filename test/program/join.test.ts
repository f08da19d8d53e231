import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined } from '../../src/program/join.ts';
import { commandCount } from '../../src/program/program.ts';
import { stepsOf } from '../engine/shrink/toys.ts';
import { anyProgram, linesOf, programOf } from './programs.ts';

describe('programs that are joined', () => {
  it('follow each other, each giving up what it made', () => {
    const one = programOf('a = malloc 8', 'b = realloc a 9', 'write b');
    const two = programOf('a = memalign 64 8', 'free a');
    expect(linesOf(joined([one, two, one]))).toEqual([
      'heap toy',
      'a = malloc 8',
      'b = realloc a 9',
      'write b',
      'free a',
      'free b',
      'c = memalign 64 8',
      'free c',
      'free c',
      'd = malloc 8',
      'e = realloc d 9',
      'write e',
      'free d',
      'free e',
    ]);
  });

  it('have the heap of the first, and as many processors as any needs', () => {
    const one = programOf('heap toy procs=2 limit=16MiB', 'a = malloc 8 on P1');
    const two = programOf('heap toy procs=3 limit=64MiB', 'a = malloc 8 on P2');
    expect(linesOf(joined([one, two]))).toEqual([
      'heap toy procs=3 limit=16MiB',
      'a = malloc 8 on P1',
      'free a',
      'b = malloc 8 on P2',
      'free b',
    ]);
  });

  it('are the program itself where there is one, but for what it still held', () => {
    const alone = programOf('a = malloc 8');
    expect(linesOf(joined([alone]))).toEqual(['heap toy', 'a = malloc 8', 'free a']);
  });

  it('name no block twice, hold nothing in between, and do what each did', () => {
    fc.assert(
      fc.property(fc.array(anyProgram, { minLength: 1, maxLength: 4 }), (programs) => {
        const all = joined(programs);
        const makers = linesOf(all).flatMap((line) => /^(\w+) = /.exec(line)?.[1] ?? []);
        expect(new Set(makers).size).toBe(makers.length);
        const counts = programs.map(commandCount);
        expect(commandCount(all)).toBe(
          counts.reduce((sum, count) => sum + count, 0) + makers.length,
        );
        const made = (it: typeof all): readonly number[] =>
          stepsOf(it).flatMap(({ size, op }) => (op < 3 ? [size] : []));
        expect(made(all)).toEqual(programs.flatMap(made));
      }),
      { numRuns: 200 },
    );
  });
});
