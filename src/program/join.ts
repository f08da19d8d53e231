/** Several programs as one: one after the other, each giving up what it still holds. */
import { isMaker, mapLabels } from './labels.ts';
import { freshLabel } from './expand.ts';
import { OP, STRIDE } from './program.ts';
import type { Program } from './program.ts';

/** @param programs  at least one; the heap is that of the first, with as many processors as any of them has */
export function joined(programs: readonly Program[]): Program {
  const [first] = programs as readonly [Program];
  const numbers: number[] = [];
  let labels = 0;
  let procs = 1;
  for (const program of programs) {
    const from = labels;
    const renamed = mapLabels(program, (label) => from + label);
    labels += freshLabel(program);
    procs = Math.max(procs, program.heap.procs);
    for (const number of renamed.commands) numbers.push(number);
    for (const label of madeBy(renamed)) numbers.push(OP.FREE, label, 0, 0, 0, 0);
  }
  const heap = { ...first.heap, procs };
  return { subject: first.subject, heap, commands: Float64Array.from(numbers) };
}

/** Labels of the blocks that the program asks for. What is freed already is not freed by being named again. */
function madeBy({ commands }: Program): readonly number[] {
  const labels: number[] = [];
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (isMaker(commands[at] as number)) labels.push(commands[at + 1] as number);
  }
  return labels;
}
