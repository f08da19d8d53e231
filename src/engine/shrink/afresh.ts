/**
 * Passes that begin anew: whatever the program is, one or two commands of any kind in the place of all of it. A program that
 * was found with many blocks may break by one that is large, or by none but for the heap's pacing; no deletion leads there.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import { withCommands } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { GOGCS } from '../../program/pacing.ts';
import { NOSCAN, OP, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Fewest commands for which pairs are tried: of fewer the other passes make what there is to make. */
const PAIRS_COMMANDS_MIN = 4;
/** Of blocks without pointers: a slot with neighbours, one of few in a span, pages of each order of magnitude, a chunk. */
const SIZES: readonly number[] = [1, 33, 3457, 32_769, 229_377, 1_048_577, 4_161_537, 4_194_305];
/** Commands that need no block. */
const ALONE: readonly Command[] = [
  [OP.GC, 0, 0, 0, 0],
  [OP.FREE_OS_MEMORY, 0, 0, 0, 0],
  [OP.SCAVENGE, 1, 0, 0, 0],
  [OP.GC_START, 0, 0, 0, 0],
  [OP.BADFREE, -1, 1, 0, 0],
];
/** Commands that name the block `a`. */
const NAMING: readonly Command[] = [
  ...[OP.FREE, OP.DROP, OP.FINALIZER, OP.GLOBAL, OP.WEAK].map((op): Command => [op, 0, 0, 0, 0]),
  [OP.LINK, 0, 0, 0, 0],
  [OP.REALLOC, 1, 0, 1, 0],
];

/** No command at all, in each pacing; or one. */
export const fromOne: Pass = function* fromOne(program) {
  const { heap } = program;
  for (const gogc of GOGCS) if (yield without(program, { ...heap, gogc })) return;
  if (commandCount(program) < 2) return;
  for (const command of firsts()) if (yield of(program, command)) return;
};

/** Two commands, the second of which may name what the first makes. */
export const fromFew: Pass = function* fromFew(program) {
  if (commandCount(program) < PAIRS_COMMANDS_MIN) return;
  for (const first of firsts()) {
    const makes = first[0] === OP.MALLOC;
    for (const second of [...(makes ? NAMING : []), ...firsts(makes ? 1 : 0)]) {
      if (yield of(program, first, second)) return;
    }
  }
};

/** @param label  of the block that a malloc makes */
function firsts(label = 0): readonly Command[] {
  return [
    ...ALONE,
    ...SIZES.map((size): Command => [OP.MALLOC, label, size, NOSCAN, 0]),
    [OP.MALLOC, label, 8, ALL_WORDS, 0],
  ];
}

function without(program: Program, heap: Program['heap']): Program {
  return tidy(withCommands({ ...program, heap }, []));
}

function of(program: Program, ...commands: readonly Command[]): Program {
  return tidy(withCommands(program, commands));
}
