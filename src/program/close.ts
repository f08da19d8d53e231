/**
 * Tidying a program without changing what it does.
 *
 * A command does nothing when no command before it makes the block that it names, and whoever
 * deletes commands leaves such ones behind. Only what can be seen without running is dropped: `free
 * a` a second time stays.
 */
import { keepCommands } from './edit.ts';
import { isMaker, labelColumns, mapLabels } from './labels.ts';
import { STRIDE } from './program.ts';
import type { Program } from './program.ts';

/**
 * The program without commands that name a block which is not made before, or make one a second
 * time.
 */
export function close(program: Program): Program {
  const { commands } = program;
  const made = new Set<number>();
  return keepCommands(program, (index) => {
    const at = index * STRIDE;
    const op = commands[at] as number;
    const own = commands[at + 1] as number;
    const isKnown = (column: number): boolean => {
      const label = commands[at + column] as number;
      return label < 0 || made.has(label);
    };
    if (!isMaker(op)) return labelColumns(op).every(isKnown);
    const isKept = !made.has(own) && labelColumns(op).slice(1).every(isKnown);
    if (isKept) made.add(own);
    return isKept;
  });
}

/**
 * The program with labels 0, 1, 2, … in the order in which its blocks are made; labels never made
 * come last.
 */
export function renumber(program: Program): Program {
  const { commands } = program;
  const places = new Map<number, number>();
  const place = (label: number): void => {
    if (label >= 0 && !places.has(label)) places.set(label, places.size);
  };
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (isMaker(commands[at] as number)) place(commands[at + 1] as number);
  }
  for (let at = 0; at < commands.length; at += STRIDE) {
    for (const column of labelColumns(commands[at] as number))
      place(commands[at + column] as number);
  }
  return mapLabels(program, (label) => places.get(label) as number);
}
