/**
 * All programs with fewer commands than one: the proof that none of them fails, or one that does.
 *
 * Of the same setting and the same commands, that is, of the same kinds with the same numbers on the same processors, in any
 * order and as often as one likes; blocks are named in every way.
 */
import { commandAt } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { isMaker, labelColumns } from '../../program/labels.ts';
import { STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';

/** Most programs that are gone through: with more of them nothing is said. */
export const SHORTER_MAX = 400;

/** All of them, the shortest first; nothing where there are more than SHORTER_MAX. */
export function shorterPrograms(program: Program): readonly Program[] | undefined {
  const kinds = kindsOf(program);
  const all: Program[] = [];
  let last: readonly (readonly Command[])[] = [[]];
  for (let count = 0; count < commandCount(program); count += 1) {
    if (all.length + last.length > SHORTER_MAX) return undefined;
    all.push(...last.map((commands) => programOf(program, commands)));
    if (count + 1 === commandCount(program)) break;
    if (last.length * kinds.length > SHORTER_MAX) return undefined;
    last = last.flatMap((commands) => withOneMore(commands, kinds));
  }
  return all;
}

/** The commands of a program, with 0 for each block that they name. */
function kindsOf(program: Program): readonly Command[] {
  const kinds = new Map<string, Command>();
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    const kind = labelColumns(command[0]).reduce(
      (it, column) => named(it, column, Math.min(0, it[column] as number)),
      command,
    );
    kinds.set(kind.join(), kind);
  }
  return [...kinds.values()];
}

/** The programs that these commands begin, with one more command. */
function withOneMore(
  commands: readonly Command[],
  kinds: readonly Command[],
): (readonly Command[])[] {
  const blocks = commands.filter(([op]) => isMaker(op)).length;
  return kinds.flatMap((kind) => namings(kind, blocks).map((command) => [...commands, command]));
}

/** A command with every choice of the blocks that it names, of so many that there are; nothing stays nothing. */
function namings(kind: Command, blocks: number): readonly Command[] {
  let choices: readonly Command[] = [kind];
  for (const column of labelColumns(kind[0])) {
    if (isMaker(kind[0]) && column === 1) {
      choices = choices.map((it) => named(it, column, blocks));
    } else if ((kind[column] as number) >= 0) {
      choices = choices.flatMap((it) =>
        Array.from({ length: blocks }, (_, label) => named(it, column, label)),
      );
    }
  }
  return choices;
}

function named(command: Command, column: number, label: number): Command {
  return command.with(column, label) as unknown as Command;
}

function programOf(program: Program, rows: readonly Command[]): Program {
  const commands = new Float64Array(rows.length * STRIDE);
  for (const [index, row] of rows.entries()) commands.set(row, index * STRIDE);
  return { ...program, commands };
}
