/**
 * Passes that put a simpler command in the place of another, or the same one with a simpler choice.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import { commandAt, mapCommands, withCommand } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { ENTRY_KIND } from '../../program/kinds.ts';
import { isMaker, labelColumns } from '../../program/labels.ts';
import { NOSCAN, OP, VIA, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { atEachPlace, tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Most commands for which references are redirected and neighbours exchanged. */
const COMMANDS_MAX = 24;

/**
 * The simplest of everything at once, where one command alone cannot change: blocks without
 * pointers, plain mallocs.
 */
export const simplifyAll: Pass = function* simplifyAll(program) {
  let best = program;
  for (const pointerWords of [NOSCAN, ALL_WORDS]) {
    for (const change of [toMalloc, withWords]) {
      const candidate = tidy(mapCommands(best, (command) => change(command, pointerWords)));
      if (yield candidate) best = candidate;
    }
  }
};

/** Each command by a simpler one. */
export const simplifyEach: Pass = (program) =>
  atEachPlace(program, commandCount, function* simpler(best, index) {
    const command = commandAt(best, index);
    for (const other of simplerCommands(command)) yield withCommand(best, index, other);
    for (const column of plainerColumns(command)) {
      yield withCommand(best, index, command.with(column, 0) as unknown as Command);
    }
  });

/** Columns of a command of which 0 is the plainest: its processor, its entry point. */
function plainerColumns(command: Command): readonly number[] {
  const columns = ENTRY_KIND[command[0]] === undefined ? [4] : [4, VIA];
  return columns.filter((column) => (command[column] as number) > 0);
}

/** Each reference to a block by one to an earlier block, so that the later one may be deleted. */
export const redirect: Pass = (program) =>
  atEachPlace(program, smallCount, function* redirected(best, index) {
    const command = commandAt(best, index);
    const columns = labelColumns(command[0]).slice(isMaker(command[0]) ? 1 : 0);
    for (const column of columns) {
      for (let label = 0; label < (command[column] as number); label += 1) {
        yield withCommand(best, index, command.with(column, label) as unknown as Command);
      }
    }
  });

/** Exchanges neighbours, so that of all orders that fail always the same is kept. */
export const reorder: Pass = (program) =>
  atEachPlace(program, smallCount, function* reordered(best, index) {
    if (index === 0) return;
    const [before, after] = [commandAt(best, index - 1), commandAt(best, index)];
    yield withCommand(withCommand(best, index - 1, after), index, before);
  });

function smallCount(program: Program): number {
  return commandCount(program) <= COMMANDS_MAX ? commandCount(program) : 0;
}

function toMalloc(command: Command, pointerWords: number): Command {
  const [op, label, b, c, processor, size = 0] = command;
  if (op === OP.MEMALIGN) return [OP.MALLOC, label, c, pointerWords, processor];
  if (op === OP.REALLOCARRAY) return [OP.MALLOC, label, c * size, pointerWords, processor];
  if (op === OP.CALLOC) return [OP.MALLOC, label, b * c, pointerWords, processor];
  if (op === OP.REALLOC) return [OP.MALLOC, label, c, pointerWords, processor];
  return command;
}

function withWords(command: Command, pointerWords: number): Command {
  const [op, label, size, , processor, via = 0] = command;
  return op === OP.MALLOC ? [op, label, size, pointerWords, processor, via] : command;
}

/** What may stand in the place of a command, the simplest first. */
function simplerCommands(command: Command): readonly Command[] {
  const [op, a, b, c, processor, via = 0] = command;
  switch (op) {
    case OP.MALLOC:
      return simplerWords(c).map((words) => [op, a, b, words, processor, via]);
    case OP.CALLOC:
      return [...asMallocs(command), [op, a, 1, b * c, processor]];
    case OP.REALLOC:
    case OP.MEMALIGN:
      return asMallocs(command);
    case OP.REALLOCARRAY:
      return [...asMallocs(command), [OP.REALLOC, a, b, c * via, processor]];
    case OP.LINK:
      return [[op, a, b, -1, processor]];
    case OP.DROP:
      return [[OP.FREE, a, 0, 0, processor]];
    case OP.BGSCAVENGE:
      return [[OP.SCAVENGE, a, 0, 0, processor]];
    case OP.FREE_OS_MEMORY:
      return [
        [OP.GC, 0, 0, 0, processor],
        [OP.SCAVENGE, 1, 0, 0, processor],
      ];
    case OP.BADFREE:
      if (a < 0) return [];
      return [
        [OP.FREE, a, 0, 0, processor],
        [OP.BADFREE, -1, b, 0, processor],
        [OP.BADFREE, -1, 1, 0, processor],
      ];
    default:
      return [];
  }
}

function asMallocs(command: Command): readonly Command[] {
  return [toMalloc(command, NOSCAN), toMalloc(command, ALL_WORDS)];
}

function simplerWords(words: number): readonly number[] {
  if (words === NOSCAN) return [];
  if (words === ALL_WORDS) return [NOSCAN];
  return [NOSCAN, ALL_WORDS, 1, words >> 1, words - 1];
}
