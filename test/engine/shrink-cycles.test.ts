// Goal: what a collector does is told by as few commands as it takes. Method: programs that fail for a plain reason,
// which the passes of cycles.ts alone can say more shortly.
import { describe, expect, it } from 'vitest';
import { OP, STRIDE, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { shrink } from '../../src/engine/shrink.ts';
import { stepsOf } from './shrink/toys.ts';

const opsOf = (program: Program): readonly number[] =>
  Array.from({ length: commandCount(program) }, (_, i) => program.commands[i * STRIDE] as number);

const shrunk = (lines: readonly string[], fails: (program: Program) => boolean): string[] => {
  const program = parseProgram(`allocheck 1\n${lines.join('\n')}\n`, 'test');
  return printProgram(shrink(program, fails).program).trim().split('\n').slice(1);
};

describe('a shrunk program', () => {
  it('has a whole collection where that does what the steps did', () => {
    const ends = (program: Program): boolean => {
      const ops = opsOf(program);
      const isWhole = ops.includes(OP.GC);
      return (
        ops.includes(OP.GC_START) && (isWhole || ops.filter((op) => op === OP.TERMINATE).length > 2)
      );
    };
    expect(
      shrunk(['heap go', 'gcStart', 'mark 9', 'terminate', 'terminate', 'terminate'], ends),
    ).toEqual(['heap go', 'gc', 'gcStart']);
  });

  it('has a cycle that is asked for where a block made one due', () => {
    const runs = (program: Program): boolean =>
      program.heap.gogc === 0 ? stepsOf(program).length > 3 : opsOf(program).includes(OP.GC_START);
    const blocks = ['a = malloc 8', 'b = malloc 8', 'c = malloc 8', 'd = malloc 8'];
    expect(shrunk(['heap go gogc=0', ...blocks], runs)).toEqual(['heap go', 'gcStart']);
  });

  it('has no block that only took up a step of the collector', () => {
    const marksAllButOne = (program: Program): boolean => {
      const ops = opsOf(program);
      const blocks = ops.filter((op) => op === OP.MALLOC).length;
      const at = ops.indexOf(OP.MARK);
      return at >= 0 && blocks > 0 && program.commands[at * STRIDE + 1] === blocks;
    };
    const blocks = ['a = malloc 8', 'b = malloc 8', 'c = malloc 8'];
    expect(shrunk(['heap go', ...blocks, 'mark 3'], marksAllButOne)).toEqual([
      'heap go',
      'a = malloc 1 noscan',
      'mark 1',
    ]);
  });

  it('has one processor where the others only had stacks to be scanned', () => {
    const scansAll = (program: Program): boolean => {
      const at = opsOf(program).indexOf(OP.MARK);
      return at >= 0 && program.commands[at * STRIDE + 1] === program.heap.procs;
    };
    expect(shrunk(['heap go procs=3', 'mark 3 on P2'], scansAll)).toEqual(['heap go', 'mark 1']);
  });
});
