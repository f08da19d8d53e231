/** Passes that change the setting, or how a block comes and goes, and delete what only the old one needed. */
import { commandAt, keepCommands, mapCommands, withCommand } from '../../program/edit.ts';
import { LIMITS } from '../../program/pacing.ts';
import { OP, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { chunks } from './deletions.ts';
import { slotsOf, withNumbers } from './numbers.ts';
import { atEachPlace, tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Most commands of programs for which it is tried. */
const COMMANDS_MAX = 24;
/** Bytes from which on a size has to do with a memory limit. */
const LARGE_MIN = 4096;

/**
 * Each simpler setting, with all that it makes needless deleted; the setting alone may not fail. A heap that collects all
 * the time is no simpler setting, but needs fewer commands to collect.
 */
export const resettle: Pass = function* resettle(program) {
  if (commandCount(program) > COMMANDS_MAX) return;
  for (const changed of otherSettings(program)) {
    let isBetter = yield changed;
    const proposals = chunks(changed, 1);
    for (let next = proposals.next(); next.done !== true;) {
      const fails = yield next.value;
      isBetter ||= fails;
      next = proposals.next(fails);
    }
    if (isBetter) return;
  }
};

/** One `realloc` in the place of a free and of a malloc behind it. */
export const reallocate: Pass = (program) =>
  atEachPlace(program, smallCount, function* reallocated(best, maker) {
    const [op, label, size, , processor] = commandAt(best, maker);
    if (op !== OP.MALLOC) return;
    for (let freed = maker - 1; freed >= 0; freed -= 1) {
      const [before, old] = commandAt(best, freed);
      if (before !== OP.FREE) continue;
      const moved = withCommand(best, maker, [OP.REALLOC, label, old, size, processor]);
      yield keepCommands(moved, (index) => index !== freed);
    }
  });

function* otherSettings(program: Program): Iterable<Program> {
  const { procs, gogc, memoryLimit, faults } = program.heap;
  if (procs > 1) {
    const alone = mapCommands(program, ([op, a, b, c, , via = 0]) => [op, a, b, c, 0, via]);
    yield tidy({ ...alone, heap: { ...program.heap, procs: 1 } });
  }
  for (const fault of faults) {
    yield { ...program, heap: { ...program.heap, faults: faults.filter((it) => it !== fault) } };
  }
  const { gogc: _, memoryLimit: __, ...plain } = program.heap;
  if ((gogc ?? memoryLimit) !== undefined) yield { ...program, heap: plain };
  if (gogc !== 0) yield { ...program, heap: { ...plain, gogc: 0 } };
  if (memoryLimit === undefined) return;
  for (const limit of LIMITS.toReversed()) {
    if (limit >= memoryLimit) return;
    const heap = { ...program.heap, memoryLimit: limit };
    yield tidy({ ...scaled(program, limit / memoryLimit), heap });
  }
}

/** With large sizes in proportion. */
function scaled(program: Program, factor: number): Program {
  const large = slotsOf(program).filter(({ isSize, value }) => isSize && value >= LARGE_MIN);
  return withNumbers(program, large, ({ value }) => Math.ceil(value * factor));
}

function smallCount(program: Program): number {
  const count = commandCount(program);
  return count <= COMMANDS_MAX ? count : 0;
}
