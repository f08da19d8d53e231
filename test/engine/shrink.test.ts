// Goal: the shrinker says what it did, and each of its passes does what the header says.
// Method: small programs written out, with a fault that only the pass in question can make smaller.
import { describe, expect, it } from 'vitest';
import { shrink } from '../../src/engine/shrink.ts';
import type { ShrinkLimits } from '../../src/engine/shrink.ts';
import { COMMON } from '../../src/engine/shrink/nature.ts';
import { OP, commandCount, labelName } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { linesOf, programOf } from '../program/programs.ts';
import * as toys from './shrink/toys.ts';
import { stepsOf } from './shrink/toys.ts';

const LONG = programOf(
  'heap toy procs=3 geometry=tiny',
  'fault place top',
  'fault reserve#7 refuse onwards',
  'x = malloc 300 ptrs=5 on P2',
  'y = calloc 7 40',
  'x[3] -> y on P1',
  'z = realloc y 900',
  'drop x',
  'scavenge 12',
  'free z on P2',
  'gc',
);

function shrunk(
  program: Program,
  fails: (candidate: Program) => boolean,
  limits?: ShrinkLimits,
): readonly string[] {
  return linesOf(shrink(program, fails, limits).program);
}

function count(program: Program, op: number): number {
  return stepsOf(program).filter((step) => step.op === op).length;
}

describe('shrink', () => {
  it('leaves nothing where everything fails', () => {
    expect(shrink(LONG, () => true)).toEqual({
      program: programOf(),
      evaluations: expect.any(Number),
      shorter: 0,
      complete: true,
    });
  });

  it('leaves the tidied program where nothing smaller fails', () => {
    const names = new Map([
      ['x', 'a'],
      ['y', 'b'],
      ['z', 'c'],
    ]);
    const lines = linesOf(LONG).map((line) =>
      line.replace(/\b[xyz]\b/g, (x) => names.get(x) ?? ''),
    );
    const fails = (candidate: Program): boolean => linesOf(candidate).join() === lines.join();
    expect(shrunk(LONG, fails)).toEqual(lines);
  });

  it('gives a program back whose failure does not repeat', () => {
    expect(shrink(LONG, () => false)).toEqual({ program: LONG, evaluations: 1, complete: false });
  });

  it('stops when the runs are used up, with the best so far', () => {
    const fails = (candidate: Program): boolean => count(candidate, OP.FREE) > 0;
    const few = shrink(LONG, fails, { evaluations: 4 });
    expect(few).toMatchObject({ evaluations: 4, complete: false });
    expect(fails(few.program)).toBe(true);
    expect(commandCount(few.program)).toBeLessThan(commandCount(LONG));
    const none = shrink(LONG, fails, { evaluations: 0 });
    expect(none).toEqual({ program: LONG, evaluations: 0, complete: false });
  });

  it('drops faults, processors and the geometry', () => {
    expect(shrunk(LONG, (candidate) => count(candidate, OP.SCAVENGE) === 1)).toEqual([
      'heap toy',
      'scavenge 0',
    ]);
  });

  it('makes a fault simpler that has to stay', () => {
    const refused = programOf('fault reserve#7 refuse onwards', 'fault place top', 'gc');
    const fails = ({ heap }: Program): boolean =>
      heap.faults.some((f) => f.kind === 'refuse' && (f.onwards || f.k >= 3)) &&
      heap.faults.some((f) => f.kind === 'place' && f.placement !== 'adjacent');
    expect(shrunk(refused, fails)).toEqual([
      'heap toy',
      'fault reserve#1 refuse onwards',
      'fault place gapped',
    ]);
  });

  it('drops pacing, or takes the simplest that matters', () => {
    const paced = programOf('heap toy gogc=7 limit=1000001', 'gc');
    const limited = ({ heap }: Program): boolean => (heap.memoryLimit ?? Infinity) < 2 ** 24;
    expect(shrunk(paced, () => true)).toEqual(['heap toy']);
    expect(shrunk(paced, limited)).toEqual(['heap toy limit=8MiB']);
    expect(shrunk(paced, ({ heap }) => heap.gogc === 7)).toEqual(['heap toy gogc=7']);
  });

  it('takes a lower limit where commands can go for it', () => {
    const blocks = Array.from({ length: 9 }, (_, i) => `${labelName(i)} = malloc 8`);
    const isAbove = (program: Program): boolean =>
      count(program, OP.MALLOC) > (program.heap.memoryLimit ?? Infinity) / 2 ** 20;
    expect(shrunk(programOf('heap toy limit=8MiB', ...blocks), isAbove)).toEqual([
      'heap toy limit=256KiB',
      'a = malloc 1 noscan',
    ]);
  });

  it('leaves checkmark mode where it matters', () => {
    const program = programOf('heap toy checkmark', 'gc');
    expect(shrunk(program, () => true)).toEqual(['heap toy']);
    expect(shrunk(program, ({ heap }) => heap.checkmark === true)).toEqual(['heap toy checkmark']);
  });

  it('gives memory back in the plainest way that will do', () => {
    const program = programOf('bgscavenge 3', 'freeOSMemory');
    const isBoth = (candidate: Program): boolean => commandCount(candidate) === 2;
    const isBackground = (candidate: Program): boolean => count(candidate, OP.BGSCAVENGE) === 1;
    expect(shrunk(program, isBoth)).toEqual(['heap toy', 'gc', 'scavenge 0']);
    expect(shrunk(program, isBackground)).toEqual(['heap toy', 'bgscavenge 0']);
  });

  it('keeps a geometry that matters', () => {
    const fails = ({ heap }: Program): boolean => heap.geometry === 'tiny';
    expect(shrunk(LONG, fails)).toEqual(['heap toy geometry=tiny']);
  });

  it('runs on as few processors as it takes, named in order', () => {
    const program = programOf(
      'heap toy procs=4',
      'a = malloc 8 on P3',
      'b = malloc 8 on P1',
      'free a on P2',
      'gc',
    );
    expect(shrunk(program, toys.freedElsewhere)).toEqual([
      'heap toy procs=2',
      'a = malloc 1 noscan',
      'free a on P1',
    ]);
  });

  it('leaves out processors that do nothing', () => {
    const program = programOf('heap toy procs=4', 'gc', 'gc on P1');
    const fails = (candidate: Program): boolean =>
      new Set(stepsOf(candidate).map(({ processor }) => processor)).size === 2;
    expect(shrunk(program, fails)).toEqual(['heap toy procs=2', 'gc', 'gc on P1']);
  });

  it('merges two of three processors where two are enough', () => {
    const program = programOf('heap toy procs=3', 'a = malloc 8', 'free a on P1', 'gc on P2');
    const fails = (candidate: Program): boolean =>
      toys.freedElsewhere(candidate) && count(candidate, OP.GC) > 0;
    expect(shrunk(program, fails)).toEqual([
      'heap toy procs=2',
      'a = malloc 1 noscan',
      'free a on P1',
      'gc',
    ]);
  });

  it('puts a malloc in the place of calloc and realloc, and free in the place of drop', () => {
    const program = programOf(
      'a = calloc 3 5',
      'b = malloc 8 ptrs=1',
      'c = realloc a 20',
      'drop b',
      'gc',
    );
    const fails = (candidate: Program): boolean => stepsOf(candidate).length === 5;
    expect(shrunk(program, fails)).toEqual([
      'heap toy',
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
      'c = malloc 1 noscan',
      'free a',
      'gc',
    ]);
  });

  it('keeps zeroed memory where that matters', () => {
    const isZeroed = (candidate: Program): boolean =>
      linesOf(candidate).some((line) => / = (?:calloc \S+ \S+|malloc \S+)$/.test(line));
    expect(shrunk(programOf('a = calloc 3 5'), isZeroed)).toEqual(['heap toy', 'a = malloc 1']);
    const isCalloc = (candidate: Program): boolean =>
      linesOf(candidate).some((l) => /calloc/.test(l));
    expect(shrunk(programOf('a = calloc 3 5'), isCalloc)).toEqual(['heap toy', 'a = calloc 1 1']);
  });

  it('keeps as few pointer words as matter', () => {
    const fails = (candidate: Program): boolean =>
      linesOf(candidate).some((line) => Number(/ptrs=(\d+)/.exec(line)?.[1] ?? 0) >= 3);
    expect(shrunk(programOf('a = malloc 200 ptrs=17'), fails)).toEqual([
      'heap toy',
      'a = malloc 24 ptrs=3',
    ]);
  });

  it('stores nil where the target does not matter', () => {
    const fails = (candidate: Program): boolean => count(candidate, OP.LINK) > 0;
    expect(shrunk(LONG, fails)).toEqual(['heap toy', 'a = malloc 1 noscan', 'a[0] -> nil']);
  });

  it('lets one block do the work of two', () => {
    const program = programOf('a = malloc 8', 'b = malloc 8', 'read b', 'free a', 'write b');
    const fails = (candidate: Program): boolean =>
      count(candidate, OP.READ) === 1 && count(candidate, OP.FREE) === 1;
    expect(shrunk(program, fails)).toEqual(['heap toy', 'a = malloc 1 noscan', 'read a', 'free a']);
  });

  it('makes one block of many where their sum matters', () => {
    const program = programOf(...'abcdefgh'.split('').map((name) => `${name} = malloc 200`));
    expect(shrunk(program, toys.liveAbove1000)).toEqual(['heap toy', 'a = malloc 1001 noscan']);
  });

  it('exchanges a command for a larger block', () => {
    const program = programOf('a = malloc 8', 'gc', 'b = calloc 2 4');
    const fails = (candidate: Program): boolean =>
      linesOf(candidate).length === 4 || stepsOf(candidate).some(({ size }) => size > 10_000);
    expect(shrunk(program, fails)).toEqual(['heap toy', 'a = malloc 10001 noscan']);
  });

  it('takes larger blocks where fewer of them are enough', () => {
    const names = 'abcdefghijklmnop'.split('');
    const made = names.map((name) => `${name} = malloc 512`);
    const program = programOf(...made, 'free b', 'gc', 'q = malloc 512');
    const lines = shrunk(program, toys.fullSpanReused);
    expect(lines).toEqual([
      'heap toy',
      'a = malloc 4097 noscan',
      'free a',
      'gc',
      'b = malloc 4097 noscan',
    ]);
  });

  it('finds a smaller size beyond sizes that pass', () => {
    const fails = (candidate: Program): boolean =>
      stepsOf(candidate).some(({ size }) => size === 48 || size > 5000);
    expect(shrunk(programOf('a = malloc 9000'), fails)).toEqual([
      'heap toy',
      'a = malloc 48 noscan',
    ]);
    const odd = (candidate: Program): boolean =>
      stepsOf(candidate).some(({ size }) => size === 77 || size > 5000);
    expect(
      shrunk(programOf('a = malloc 9000'), odd, { nature: { ...COMMON, edges: [70, 77, 90] } }),
    ).toEqual(['heap toy', 'a = malloc 77 noscan']);
  });

  it('lowers equal sizes together, and different ones by what they share', () => {
    const equal = (candidate: Program): boolean => {
      const [a, b] = stepsOf(candidate);
      return a !== undefined && b !== undefined && a.size === b.size && a.size > 30;
    };
    expect(shrunk(programOf('a = malloc 500', 'b = malloc 500'), equal)).toEqual([
      'heap toy',
      'a = malloc 31 noscan',
      'b = malloc 31 noscan',
    ]);
    const apart = (candidate: Program): boolean => {
      const [a, b] = stepsOf(candidate);
      return a !== undefined && b !== undefined && b.size - a.size === 7;
    };
    expect(shrunk(programOf('a = malloc 500', 'b = malloc 507'), apart)).toEqual([
      'heap toy',
      'a = malloc 1 noscan',
      'b = malloc 8 noscan',
    ]);
  });

  it.each([
    ['2**64', '2**53', (size: number) => size >= 2 ** 53],
    ['Infinity', '4503599627370497', (size: number) => size > 2 ** 52],
    ['NaN', '1.5', (size: number) => !Number.isInteger(size)],
    ['NaN', '-1', (size: number) => !(size >= 0)],
    ['NaN', '0', (size: number) => !(size > 0)],
    ['-8', '-1', (size: number) => size < 0],
    ['Infinity', 'Infinity', (size: number) => size === Infinity],
  ])('makes %s the plainest size that fails: %s', (from, to, isBad) => {
    const fails = (candidate: Program): boolean =>
      commandCount(candidate) > 0 && isBad(candidate.commands[2] as number);
    const [, line = ''] = shrunk(programOf(`a = malloc ${from} noscan`), fails);
    expect(line).toBe(linesOf(programOf(`a = malloc ${to} noscan`))[1]);
  });

  it('puts what can be first in front', () => {
    const program = programOf('gc', 'a = malloc 8', 'scavenge 1', 'b = malloc 8');
    const fails = (candidate: Program): boolean => stepsOf(candidate).length === 4;
    const lines = shrunk(program, fails);
    expect(lines.slice(0, 3)).toEqual(['heap toy', 'a = malloc 1 noscan', 'b = malloc 1 noscan']);
  });

  it('tries no small steps on programs that stay long', () => {
    const lines = Array.from({ length: 200 }, () => 'gc');
    const { evaluations, complete } = shrink(
      programOf(...lines),
      (candidate) => commandCount(candidate) >= 200,
    );
    expect(complete).toBe(true);
    expect(evaluations).toBeLessThan(700);
  });

  it('takes what goes by twos from what is left of a long program, wherever the two are', () => {
    const program = longOf([...BLOCKS.slice(0, 25), 'scavenge 1', ...lines(25, 'gc')]);
    const fails = (candidate: Program): boolean =>
      count(candidate, OP.SCAVENGE) === 1 &&
      count(candidate, OP.GC) > 0 &&
      stepsOf(candidate)[count(candidate, OP.MALLOC)]?.op === OP.SCAVENGE &&
      count(candidate, OP.MALLOC) === count(candidate, OP.GC);
    expect(shrunk(program, fails)).toEqual(['heap toy', 'a = malloc 1 noscan', 'scavenge 0', 'gc']);
  });

  it('takes blocks of two runs in proportion from what is left of a long program', () => {
    const program = longOf([...BLOCKS.slice(0, 5), 'gc', ...BLOCKS.slice(5, 45)]);
    const fails = (candidate: Program): boolean => {
      const before = stepsOf(candidate).findIndex(({ op }) => op === OP.GC);
      return before > 0 && count(candidate, OP.MALLOC) === 9 * before;
    };
    expect(shrunk(program, fails)).toEqual([
      'heap toy',
      'a = malloc 1 noscan',
      'gc',
      ...'bcdefghi'.split('').map((name) => `${name} = malloc 1 noscan`),
    ]);
  });
});

const BLOCKS = Array.from({ length: 50 }, (_, i) => `${labelName(i)} = malloc 1 noscan`);

function lines(length: number, line: string): readonly string[] {
  return Array.from({ length }, () => line);
}

/** Made long by commands that nothing needs. */
function longOf(commands: readonly string[]): Program {
  return programOf(...commands, ...lines(1000, 'bgscavenge 1'));
}
