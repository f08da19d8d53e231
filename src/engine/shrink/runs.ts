/**
 * A pass for what is left of a long program: runs of blocks that are alike and that nothing names, between the few
 * commands that matter. How many there are in one run may have to do with how many there are in another, as where the place
 * of one block is a multiple of the place of another. Then none of them can go alone.
 *
 *     a b c d  free b  e f g h i j k l  free l
 *     '-----'          '-------------'           one of these goes with some of those
 */
import { commandAt, keepCommands } from '../../program/edit.ts';
import { isMaker, labelColumns } from '../../program/labels.ts';
import { commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Most commands, and most runs, for which it is tried. */
const COMMANDS_MAX = 256;
const RUNS_MAX = 12;

/** Commands that say the same, but for the label, one behind the other. */
interface Run {
  readonly from: number;
  /** From 1. */
  length: number;
}

/** Deletes one block of a run, and so many of another, the most first. */
export const deleteApart: Pass = function* deleteApart(program) {
  let best = program;
  for (let smaller: Program | undefined = best; smaller !== undefined;) {
    best = smaller;
    smaller = yield* apart(best);
  }
};

/** The first that fails; undefined where none does. */
function* apart(program: Program): Generator<Program, Program | undefined, boolean> {
  const runs = commandCount(program) <= COMMANDS_MAX ? runsOf(program) : [];
  if (runs.length > RUNS_MAX) return undefined;
  for (const one of runs) {
    for (const many of runs.filter((run) => run !== one)) {
      for (let count = many.length; count > 0; count -= 1) {
        const last = many.from + count;
        const isGone = (index: number): boolean =>
          index === one.from || (index >= many.from && index < last);
        const candidate = tidy(keepCommands(program, (index) => !isGone(index)));
        if (yield candidate) return candidate;
      }
    }
  }
  return undefined;
}

/** Of blocks that no other command names. */
function runsOf(program: Program): readonly Run[] {
  const named = namedIn(program);
  const runs: Run[] = [];
  let before: string | undefined;
  for (let index = 0; index < commandCount(program); index += 1) {
    const [op, label, ...rest] = commandAt(program, index);
    const said = isMaker(op) && !named.has(label) ? [op, ...rest].join() : undefined;
    if (said !== undefined && said === before) (runs.at(-1) as Run).length += 1;
    else if (said !== undefined) runs.push({ from: index, length: 1 });
    before = said;
  }
  return runs;
}

/** Labels that a command names which does not make that block. */
function namedIn(program: Program): ReadonlySet<number> {
  const named = new Set<number>();
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    const columns = labelColumns(command[0]).slice(isMaker(command[0]) ? 1 : 0);
    for (const column of columns) named.add(command[column] as number);
  }
  return named;
}
