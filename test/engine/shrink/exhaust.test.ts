// Goal: what goes wrong where memory runs out is told by the blocks that fill it, however many did so before.
// Method: a toy that fails once all but little of its memory is taken, from programs of many blocks.
import { describe, expect, it } from 'vitest';
import { KIB, MIB } from '../../../src/base/units.ts';
import { shrink } from '../../../src/engine/shrink.ts';
import type { Program } from '../../../src/program/program.ts';
import { linesOf, programOf } from '../../program/programs.ts';
import { labelName } from '../../../src/program/program.ts';
import { stepsOf } from './toys.ts';

const LIMIT = 16 * MIB;
/** What the toy needs for itself. */
const OWN = 100 * KIB;

/** Of blocks that fit, the last leaves too little. */
function runsOut(program: Program): boolean {
  let taken = 0;
  for (const { size } of stepsOf(program)) {
    if (taken + size <= LIMIT) taken += size;
    if (taken > LIMIT - OWN) return program.heap.memoryLimit === LIMIT;
  }
  return false;
}

function filled(head: string): Program {
  const lines = Array.from({ length: 160 }, (_, i) => `${labelName(i)} = malloc ${101 * KIB}`);
  return programOf(
    head,
    ...lines,
    'free a',
    'read b',
    `${labelName(160)} = malloc 200KiB`,
    `${labelName(161)} = malloc 20KiB`,
  );
}

describe('a fault where memory runs out', () => {
  it('is told by one block that takes nearly all', () => {
    const { program, evaluations } = shrink(filled('heap toy limit=16MiB'), runsOut);
    expect(linesOf(program)).toEqual([
      'heap toy limit=16MiB',
      `a = malloc ${LIMIT - OWN + 1} noscan`,
    ]);
    expect(evaluations).toBeLessThan(300);
  });
});
