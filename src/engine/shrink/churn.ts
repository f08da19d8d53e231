/**
 * A pass for what comes round by counting: a cache that is swept every hundredth time, a counter that wraps. No command of
 * such a program can go, and all are alike; one that asks for a block and frees it so many times stands for them.
 */
import { commandAt, commandsOf, withCommands } from '../../program/edit.ts';
import { OP, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { equalSizes, slotsOf } from './numbers.ts';
import type { Pass } from './search.ts';
import { tidy } from './search.ts';

/** Commands from which on nobody reads each: fewer are told one by one. */
const COMMANDS_MIN = 13;

/** How many times, for so many that were freed: as many, or surely enough. */
const TIMES: readonly ((freed: number) => number)[] = [
  (freed) => freed,
  (freed) => 2 ** Math.ceil(Math.log2(freed + 1)),
];

/** One command in the place of all but the last few. */
export const churnInstead: Pass = function* churnInstead(program) {
  const count = commandCount(program);
  if (count < COMMANDS_MIN) return;
  const size = commonSize(program);
  for (let kept = 1; kept < count; kept *= 2) {
    const freed = freesBefore(program, count - kept);
    if (freed === 0) return;
    for (const times of TIMES) {
      const churn = [OP.CHURN, times(freed), size, 0, 0, 0] as const;
      const candidate = withCommands(program, [churn, ...commandsOf(program).slice(count - kept)]);
      if (yield tidy(candidate)) return;
    }
  }
};

function freesBefore(program: Program, end: number): number {
  let frees = 0;
  for (let index = 0; index < end; index += 1)
    if (commandAt(program, index)[0] === OP.FREE) frees += 1;
  return frees;
}

/** The size that most commands say. */
function commonSize(program: Program): number {
  const groups = equalSizes(slotsOf(program));
  const most = groups.reduce((a, b) => (b.length > a.length ? b : a), groups[0] ?? []);
  return most[0]?.value ?? 1;
}
