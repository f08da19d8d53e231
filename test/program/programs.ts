/**
 * Programs for tests: written out, generated, and arbitrary ones with any number that a program can
 * hold.
 */
import * as fc from 'fast-check';
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { Fault } from '../../spec/subject.ts';
import { Prng } from '../../src/base/prng.ts';
import {
  DEFAULT_GOGC,
  GOGCS,
  LIMITS,
  NO_LIMIT,
  checkmarkOf,
  pacingOf,
} from '../../src/program/pacing.ts';
import { ENTRY_KIND } from '../../src/program/kinds.ts';
import { isMaker } from '../../src/program/labels.ts';
import { PLAIN } from '../../src/program/plain.ts';
import { OP } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { OS_CALLS, PLACEMENTS } from '../../src/program/words.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { profileFor } from '../../src/workload/profile.ts';
import type { Profile } from '../../src/workload/profile.ts';
import { MIXED } from '../../src/workload/profiles.ts';

/** Edges as a small allocator with size classes and pages has them. */
export const EDGES = [8, 16, 24, 32, 48, 64, 1024, 2048, 8192, 32768, 131072];

export const PROFILE: Profile = profileFor(
  { id: 'toy', edges: EDGES, geometries: ['wasm32', 'linux64', 'tiny'] },
  MIXED,
);

/** The program of a heap line, options and all, and some commands. */
export function programOf(...lines: readonly string[]): Program {
  const [first = ''] = lines;
  const head = first.startsWith('heap') ? ['allocheck 1'] : ['allocheck 1', 'heap toy'];
  return parseProgram([...head, ...lines].join('\n'), 'test');
}

/** The lines of a program below its version. */
export function linesOf(program: Program): readonly string[] {
  return printProgram(program).trimEnd().split('\n').slice(1);
}

/** Programs as they are generated. */
export function generated(profile: Profile = PROFILE): fc.Arbitrary<Program> {
  return fc.integer().map((seed) => generateProgram(new Prng(seed), profile));
}

const numbers = fc.oneof(
  fc.constantFrom(
    Number.NaN,
    Infinity,
    -Infinity,
    -1,
    1.5,
    0,
    -0,
    2 ** 31,
    2 ** 47,
    2 ** 53,
    2 ** 64,
  ),
  fc.double(),
  fc.nat(),
);
const label = fc.nat({ max: 9 });
const labelOrNone = fc.integer({ min: -1, max: 9 });
const zero = fc.constant(0);

/** Rows of numbers that make a command, but for what their kinds are. */
const rows: Readonly<Record<number, fc.Arbitrary<readonly number[]>>> = {
  [OP.MALLOC]: fc.tuple(label, numbers, fc.oneof(fc.constantFrom(-1, 0), numbers)),
  [OP.CALLOC]: fc.tuple(label, numbers, numbers),
  [OP.REALLOC]: fc.tuple(label, labelOrNone, numbers),
  [OP.MEMALIGN]: fc.tuple(label, numbers, numbers),
  [OP.REALLOCARRAY]: fc.tuple(label, labelOrNone, numbers),
  [OP.FREE]: fc.tuple(labelOrNone, zero, zero),
  [OP.CHURN]: fc.tuple(numbers, numbers, zero),
  [OP.BADFREE]: fc.tuple(labelOrNone, numbers, zero),
  [OP.LINK]: fc.tuple(label, fc.nat({ max: 2 ** 20 }), labelOrNone),
  [OP.LOAD]: fc.tuple(label, fc.nat({ max: 2 ** 20 }), zero),
  ...Object.fromEntries(
    PLAIN.filter(({ operand }) => operand !== 'label').map(({ op, operand }) => [
      op,
      fc.tuple(operand === 'count' ? numbers : zero, zero, zero),
    ]),
  ),
};
const named = fc.tuple(label, zero, zero);

/** The sixth number of a command: a size, an entry point, or nothing. */
function lastOf(op: number): fc.Arbitrary<number> {
  if (op === OP.REALLOCARRAY) return numbers;
  const kind = ENTRY_KIND[op];
  return kind === undefined ? zero : fc.nat({ max: ENTRY_POINTS[kind].length - 1 });
}

const command = fc
  .tuple(fc.constantFrom(...Object.values(OP)), fc.nat({ max: 3 }))
  .chain(([op, processor]) =>
    fc
      .tuple(rows[op] ?? named, lastOf(op))
      .map(([first, last]) => [op, ...first, processor, last] as readonly number[]),
  );

const fault = fc.oneof(
  fc.constantFrom(...PLACEMENTS).map((placement): Fault => ({ kind: 'place', placement })),
  fc
    .tuple(fc.constantFrom(...OS_CALLS), fc.integer({ min: 1, max: 1000 }), fc.boolean())
    .map(([call, k, onwards]): Fault => ({ kind: 'refuse', call, k, onwards })),
);

/** Programs of any commands, whether they make sense or not. No label is given twice. */
export const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    subject: fc.constantFrom('go', 'first-fit', '@thi.ng/malloc'),
    geometry: fc.constantFrom('default', 'wasm32', '2-level'),
    procs: fc.integer({ min: 4, max: 16 }),
    gogc: fc.constantFrom(DEFAULT_GOGC, ...GOGCS, 7),
    memoryLimit: fc.constantFrom(NO_LIMIT, ...LIMITS, 1_000_001),
    checkmark: fc.boolean(),
    faults: fc.array(fault, { maxLength: 3 }),
    commands: fc.array(command, { maxLength: 30 }),
  })
  .map(({ subject, procs, geometry, faults, commands, gogc, memoryLimit, checkmark }) => ({
    subject,
    heap: { procs, geometry, faults, ...pacingOf(gogc, memoryLimit), ...checkmarkOf(checkmark) },
    commands: Float64Array.from(withoutRepeats(commands).flat()),
  }));

function withoutRepeats(commands: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const given = new Set<number>();
  return commands.filter(([op = 0, made = 0]) => {
    if (!isMaker(op)) return true;
    const isNew = !given.has(made);
    given.add(made);
    return isNew;
  });
}
