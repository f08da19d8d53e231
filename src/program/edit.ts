/** Small changes of programs. All are pure: they answer another program. */
import { STRIDE, VIA, commandCount } from './program.ts';
import type { Program } from './program.ts';

/** The numbers of one command. Where there are five, the sixth is 0. */
export type Command = readonly [
  op: number,
  a: number,
  b: number,
  c: number,
  processor: number,
  ...via: readonly number[],
];

export function commandAt({ commands }: Program, index: number): Command {
  const at = index * STRIDE;
  return [
    commands[at] as number,
    commands[at + 1] as number,
    commands[at + 2] as number,
    commands[at + 3] as number,
    commands[at + 4] as number,
    commands[at + VIA] as number,
  ];
}

export function commandsOf(program: Program): readonly Command[] {
  return Array.from({ length: commandCount(program) }, (_, i) => commandAt(program, i));
}

/** The program with these commands in the place of its own. */
export function withCommands(program: Program, commands: readonly Command[]): Program {
  const numbers = new Float64Array(commands.length * STRIDE);
  for (const [i, command] of commands.entries()) numbers.set(command, i * STRIDE);
  return { ...program, commands: numbers };
}

/** The program without the commands from `from` (included) to `to` (excluded). */
export function removeRange(program: Program, from: number, to: number): Program {
  const { commands } = program;
  const kept = new Float64Array(commands.length - (to - from) * STRIDE);
  kept.set(commands.subarray(0, from * STRIDE));
  kept.set(commands.subarray(to * STRIDE), from * STRIDE);
  return { ...program, commands: kept };
}

/**
 * The program with only those commands whose index `keeps`; the program itself when these are all.
 */
export function keepCommands(program: Program, keeps: (index: number) => boolean): Program {
  const { commands } = program;
  const kept = commands.slice();
  let end = 0;
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (!keeps(at / STRIDE)) continue;
    kept.copyWithin(end, at, at + STRIDE);
    end += STRIDE;
  }
  return end === commands.length ? program : { ...program, commands: kept.slice(0, end) };
}

/** The program with `command` in the place of command `index`. */
export function withCommand(program: Program, index: number, command: Command): Program {
  const commands = program.commands.slice();
  commands[index * STRIDE + VIA] = 0;
  commands.set(command, index * STRIDE);
  return { ...program, commands };
}

/** The program with `change(command)` for each command. */
export function mapCommands(
  program: Program,
  change: (command: Command, index: number) => Command,
): Program {
  const commands = new Float64Array(program.commands.length);
  for (let index = 0; index < commandCount(program); index += 1) {
    commands.set(change(commandAt(program, index), index), index * STRIDE);
  }
  return { ...program, commands };
}
