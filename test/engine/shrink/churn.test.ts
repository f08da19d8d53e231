// Goal: what comes round by counting is told in a few commands, whatever came before it.
// Method: a toy that fails once so many blocks were freed, from generated programs of many commands.
import { describe, expect, it } from 'vitest';
import { movesAt } from '../../../src/program/churn.ts';
import { OP, STRIDE, labelName } from '../../../src/program/program.ts';
import type { Program } from '../../../src/program/program.ts';
import { shrink } from '../../../src/engine/shrink.ts';
import { linesOf, programOf } from '../../program/programs.ts';
import { stepsOf } from './toys.ts';

/** Hands out a block of 32 bytes or more wrongly, once `frees` blocks were freed. */
function failsAfter(frees: number): (program: Program) => boolean {
  return (program) => {
    let freed = 0;
    let churns = 0;
    for (const { op, size } of stepsOf(program)) {
      if (op === OP.FREE) freed += 1;
      if (op === OP.CHURN) {
        freed += churned(program, churns) / 2;
        churns += 1;
      }
      if (op === OP.MALLOC && size >= 32 && freed >= frees) return true;
    }
    return false;
  };
}

/** Calls of the program's churn number `which`. */
function churned({ commands }: Program, which: number): number {
  const places = Array.from({ length: commands.length / STRIDE }, (_, i) => i * STRIDE);
  const churns = places.filter((at) => commands[at] === OP.CHURN);
  return movesAt(commands, churns[which] ?? 0);
}

function manyFrees(count: number): Program {
  const names = Array.from({ length: count + 1 }, (_, i) => labelName(i));
  const lines = names.slice(1).flatMap((name) => [`${name} = malloc 24`, `free ${name}`]);
  return programOf(...lines, 'a = malloc 100');
}

describe('a fault of the hundredth free', () => {
  it('is told by one command that asks for a block and frees it', () => {
    const { program } = shrink(manyFrees(150), failsAfter(100));
    expect(linesOf(program)).toEqual(['heap toy', 'churn 100 1', 'a = malloc 32 noscan']);
  });
});

describe('a fault of the third free', () => {
  it('is told by single commands', () => {
    const { program } = shrink(manyFrees(150), failsAfter(3));
    expect(linesOf(program)).toEqual([
      'heap toy',
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
      'c = malloc 1 noscan',
      'free a',
      'free b',
      'free c',
      'd = malloc 32 noscan',
    ]);
  });
});
