/** Programs with more commands: what each command becomes, and where that stands. */
import { keepCommands, commandAt, withCommands } from './edit.ts';
import type { Command } from './edit.ts';
import { labelColumns } from './labels.ts';
import { STRIDE, commandCount } from './program.ts';
import type { Program } from './program.ts';

/** What stands in the place of one command. */
export interface Expansion {
  readonly before?: readonly Command[];
  /** What the command itself became; the command where not given. */
  readonly own?: readonly Command[];
  readonly after?: readonly Command[];
}

/** A program with the place of each command of the one that it was made from. */
export interface Expanded {
  readonly second: Program;
  readonly places: readonly { readonly from: number; readonly to: number }[];
}

/** The program with each command expanded; undefined where none is. */
export function expand(
  program: Program,
  expansionOf: (command: Command, index: number) => Expansion | undefined,
): Expanded | undefined {
  const commands: Command[] = [];
  const places: { from: number; to: number }[] = [];
  let isExpanded = false;
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    const expansion = expansionOf(command, index);
    isExpanded ||= expansion !== undefined;
    const { before = [], own = [command], after = [] } = expansion ?? {};
    commands.push(...before, ...own);
    places.push({ from: commands.length - own.length, to: commands.length });
    commands.push(...after);
  }
  if (!isExpanded) return undefined;
  return { second: withCommands(program, commands), places };
}

/** The program without commands of these kinds; the program itself where it has none. */
export function withoutOps(program: Program, ops: readonly number[]): Program {
  return keepCommands(
    program,
    (index) => !ops.includes(program.commands[index * STRIDE] as number),
  );
}

/** One more than the largest label. */
export function freshLabel({ commands }: Pick<Program, 'commands'>): number {
  let fresh = 0;
  for (let at = 0; at < commands.length; at += STRIDE) {
    for (const column of labelColumns(commands[at] as number))
      fresh = Math.max(fresh, (commands[at + column] as number) + 1);
  }
  return fresh;
}
