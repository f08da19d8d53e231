// Goal: what fills a span with many small blocks is found with few large ones. Method: a span of 8 KiB that fails when one
// block more than it has slots was asked for, which only larger blocks reach with fewer commands.
import { describe, expect, it } from 'vitest';
import { growAll, growEqual } from '../../../src/engine/shrink/grow.ts';
import type { Pass } from '../../../src/engine/shrink/search.ts';
import { STRIDE, commandCount, labelName } from '../../../src/program/program.ts';
import type { Program } from '../../../src/program/program.ts';
import { parseProgram } from '../../../src/program/text.ts';

const SPAN_BYTES = 8192;

/** So many blocks of these sizes in turn, of which the first is freed. */
function blocks(count: number, ...sizes: readonly number[]): Program {
  const lines = Array.from(
    { length: count },
    (_, i) => `${labelName(i)} = malloc ${sizes[i % sizes.length]} noscan`,
  );
  return parseProgram(['allocheck 1', 'heap toy', ...lines, 'free a', ''].join('\n'), 'test');
}

/** One block more than a span has slots of the largest size. */
function overfills({ commands }: Program): boolean {
  const sizes: number[] = [];
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (commands[at] === 0) sizes.push(commands[at + 2] as number);
  }
  return sizes.length > Math.floor(SPAN_BYTES / Math.max(...sizes));
}

/** The last candidate that failed, as a search would keep it. */
function found(pass: Pass, program: Program): Program {
  const proposals = pass(program);
  let best = program;
  let next = proposals.next();
  while (next.done !== true) {
    const fails = overfills(next.value);
    if (fails) best = next.value;
    next = proposals.next(fails);
  }
  return best;
}

describe('growing blocks', () => {
  it('needs half as many of twice the size, and keeps what else is named', () => {
    const best = found(growEqual, blocks(103, 80));
    expect([...best.commands.subarray(0, 3)]).toEqual([0, 0, 160]);
    expect(commandCount(best)).toBe(Math.floor(SPAN_BYTES / 160) + 1 + 1);
  });

  it('does so with blocks of several sizes, made alike', () => {
    const best = found(growAll, blocks(110, 64, 80));
    expect(commandCount(best)).toBe(Math.floor(SPAN_BYTES / 160) + 1 + 1);
  });

  it('leaves a few alone', () => {
    expect(growEqual(blocks(3, 80)).next().done).toBe(true);
    expect(growEqual(blocks(20, 64, 80, 96, 112, 128, 144, 160)).next().done).toBe(true);
  });
});
