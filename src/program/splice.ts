/** Putting commands of one program into another, or once more into the same. */
import { close } from './close.ts';
import { freshLabel } from './expand.ts';
import { isMaker, labelColumns } from './labels.ts';
import { STRIDE } from './program.ts';
import type { Program } from './program.ts';

/** The numbers of the commands from `from` (included) to `to` (excluded). */
export function stretchOf({ commands }: Program, from: number, to: number): Float64Array {
  return commands.subarray(from * STRIDE, to * STRIDE);
}

/**
 * The program with the commands of `stretch` before command `at`. Blocks that the stretch makes get labels of their own;
 * a processor that the program does not have is another one.
 *
 * @param bind  for a label that the stretch names and does not make, a label of the program. Commands that come to name
 *              a block which is not made before them are dropped
 */
export function insertStretch(
  program: Program,
  at: number,
  stretch: Float64Array,
  bind: (label: number) => number,
): Program {
  const { commands } = program;
  const inserted = relabelled(stretch, program, bind);
  const all = new Float64Array(commands.length + inserted.length);
  all.set(commands.subarray(0, at * STRIDE));
  all.set(inserted, at * STRIDE);
  all.set(commands.subarray(at * STRIDE), at * STRIDE + inserted.length);
  return close({ ...program, commands: all });
}

/** The stretch on blocks and processors that it finds in the program. */
function relabelled(
  stretch: Float64Array,
  program: Program,
  bind: (label: number) => number,
): Float64Array {
  const { procs } = program.heap;
  const fresh = freshLabel(program);
  const names = new Map<number, number>();
  for (let at = 0; at < stretch.length; at += STRIDE) {
    const label = stretch[at + 1] as number;
    if (isMaker(stretch[at] as number)) names.set(label, fresh + names.size);
  }
  const result = stretch.slice();
  for (let at = 0; at < result.length; at += STRIDE) {
    result[at + 4] = (result[at + 4] as number) % procs;
    for (const column of labelColumns(result[at] as number)) {
      const label = result[at + column] as number;
      if (label < 0) continue;
      const name = names.get(label) ?? bind(label);
      names.set(label, name);
      result[at + column] = name;
    }
  }
  return result;
}
