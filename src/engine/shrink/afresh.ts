/**
 * Passes that begin anew: whatever the program is, one, two or three commands in the place of all of it. A program that was
 * found with many blocks may break by one that is large, or by none but for the heap's pacing; no deletion leads there.
 *
 * Each pass goes through families of short programs: some heaps, and for each place of a program the commands that may stand
 * there.
 */
import { ALL_WORDS } from '../../../spec/subject.ts';
import type { HeapConfig } from '../../../spec/subject.ts';
import { KIB } from '../../base/units.ts';
import { withCommands } from '../../program/edit.ts';
import type { Command } from '../../program/edit.ts';
import { isMaker } from '../../program/labels.ts';
import { GOGCS } from '../../program/pacing.ts';
import { NOSCAN, OP, commandCount } from '../../program/program.ts';
import { OS_CALLS } from '../../program/words.ts';
import type { Program } from '../../program/program.ts';
import type { Nature } from './nature.ts';
import { tidy } from './search.ts';
import type { Pass } from './search.ts';

/** What may stand at one place of a program. @param made  blocks that are made before it: 0…made-1 */
type Place = (made: number) => readonly Command[];

interface Family {
  readonly heaps: readonly HeapConfig[];
  readonly places: readonly Place[];
}

/** Fewest commands for which pairs are tried, and three: of fewer the other passes make what there is to make. */
const PAIRS_COMMANDS_MIN = 3;
const THREES_COMMANDS_MIN = 4;
/** The same for all kinds of three: some thousand. */
const ANY_THREES_COMMANDS_MIN = 5;
/** Commands from which on a program that no deletion makes shorter may be of another kind than it needs to be. */
const MANY_COMMANDS_MIN = 24;
/** Of blocks without pointers: a slot with neighbours, one of few in a span, pages of each order of magnitude, a chunk. */
const SIZES: readonly number[] = [1, 33, 3457, 32_769, 229_377, 1_048_577, 4_161_537, 4_194_305];
/** A block of pointers whose slot has a word more than was asked for. */
const SLACK = 33;
/** The same where much is tried: a slot, one of few in a span, one of two in it, no slot at all. */
const FEW_SIZES: readonly number[] = [1, 17, 4097, 122_881];
/** Alignments of blocks of one byte: a page, several pages, a region of the address space. */
const ALIGNMENTS: readonly number[] = [4 * KIB, 64 * KIB, 1024 * KIB];
/** A limit that one block comes near to, and parts of it that two blocks fill together, with what the allocator itself needs. */
const LIMIT = 256 * KIB;
const PARTS: readonly number[] = [1, 7 / 16, 15 / 32];
/** Calls of the operating system that are refused, by number. */
const REFUSED: readonly number[] = [1, 2, 3, 4];
/** What a block is reallocated to: nothing to speak of, and nearly all that an allocator obtains at once. */
const AGAIN: readonly number[] = [1, 65_521];
/** Heaps that collect all the time, or nearly. */
const EAGER: readonly number[] = [0, 1];

/** Commands that need no block, where somebody collects. */
const COLLECTING: readonly Command[] = [
  [OP.GC, 0, 0, 0, 0],
  [OP.FREE_OS_MEMORY, 0, 0, 0, 0],
  [OP.SCAVENGE, 1, 0, 0, 0],
  [OP.GC_START, 0, 0, 0, 0],
];
const STEPS: readonly Command[] = [
  [OP.MARK, 1, 0, 0, 0],
  [OP.MARK, 2, 0, 0, 0],
  [OP.ASSIST, 0, 0, 0, 0],
  [OP.TERMINATE, 0, 0, 0, 0],
  [OP.GC, 0, 0, 0, 0],
];
const BAD_FREE: Command = [OP.BADFREE, -1, 1, 0, 0];
const GOEXIT: Command = [OP.GOEXIT, 0, 0, 0, 0];

/** No command at all, in each pacing; or one. */
export const fromOne: (nature: Nature) => Pass = (nature) =>
  function* fromOneCommand(program) {
    const { heap } = program;
    const none: Family = { heaps: GOGCS.map((gogc) => ({ ...heap, gogc })), places: [] };
    if (yield* firstOf(program, [none])) return;
    if (commandCount(program) < 2) return;
    const alone = firsts(nature);
    yield* firstOf(program, [
      { heaps: [heap], places: [(made) => [...alone(made), ...mallocs(nature.edges, made)]] },
      { heaps: otherGeometries(program, nature), places: [alone] },
      { heaps: nature.hasOs ? refusing(heap) : [], places: [(made) => mallocs([1], made)] },
    ]);
  };

/** Two commands, or three; the later ones may name what those before them make. */
export const fromFew: (nature: Nature) => Pass = (nature) =>
  function* fromFewCommands(program) {
    const count = commandCount(program);
    if (count < PAIRS_COMMANDS_MIN) return;
    const pairs: readonly Place[] = [
      firsts(nature),
      (made) => [...naming(made), ...firsts(nature)(made)],
    ];
    const few = fewFirsts(nature);
    const fewPairs: readonly Place[] = [few, (made) => [...comings(made), ...few(made)]];
    const elsewhere = otherGeometries(program, nature);
    if (
      yield* firstOf(program, [
        { heaps: [program.heap], places: pairs },
        { heaps: elsewhere, places: fewPairs },
        left(program),
        { heaps: nature.isFamily ? elsewhere : [], places: ENDED },
      ])
    )
      return;
    if (count >= THREES_COMMANDS_MIN) yield* firstOf(program, threes(program, nature));
  };

/** A thread ends with a block in its cache, and another kind of block is asked for. */
const ENDED: readonly Place[] = [
  (made) => mallocs([1, 17], made),
  () => [[OP.FREE, 0, 0, 0, 0]],
  () => [GOEXIT],
  (made) => mallocs([33, 4097], made),
];

/** What one processor made is gone with it, or is freed by the other. */
function left({ heap }: Program): Family {
  return {
    heaps: [{ ...heap, procs: 2 }],
    places: [
      (made) => [...mallocs([1], made), pointers(made)].map(onOther),
      () => [[OP.PROCS, 1, 0, 0, 0], [OP.FREE, 0, 0, 0, 0], onOther(GOEXIT)],
    ],
  };
}

function onOther([op, a, b, c]: Command): Command {
  return [op, a, b, c, 1];
}

/** The same for programs of which many commands are left, before each of their numbers is looked at. */
export const afreshOfMany: (nature: Nature) => Pass = (nature) =>
  function* afreshOfManyCommands(program) {
    if (commandCount(program) < MANY_COMMANDS_MIN) return;
    yield* fromOne(nature)(program);
    yield* fromFew(nature)(program);
  };

function threes(program: Program, nature: Nature): readonly Family[] {
  const { heap } = program;
  const { gogc = 0, memoryLimit: _, ...plain } = heap;
  const paced = [...new Set([...EAGER, gogc])].map((it): HeapConfig => ({ ...plain, gogc: it }));
  const eager: Family = {
    heaps: nature.collects && heap.gogc !== undefined ? paced : [],
    places: [
      (made) => [...mallocs([1, 16, 6529], made), pointers(made)],
      (made) => [...naming(made), ...mallocs([1], made)],
      () => STEPS,
    ],
  };
  const limited: Family = {
    heaps: heap.memoryLimit === undefined ? [] : [{ ...plain, memoryLimit: LIMIT }],
    places: [parts, (made) => [...comings(made), ...parts(made)], parts],
  };
  const few = fewFirsts(nature);
  const any = (made: number): readonly Command[] => [...comings(made), ...few(made)];
  const isAny = nature.isFamily && commandCount(program) >= ANY_THREES_COMMANDS_MIN;
  const family: Family = { heaps: isAny ? [heap] : [], places: [few, any, any] };
  const again: Family = {
    heaps: [heap],
    places: [
      (made) => [...mallocs([1, 122_881, 262_145], made), pointers(made, SLACK)],
      (made) => [
        [OP.FREE, 0, 0, 0, 0],
        ...AGAIN.map((size): Command => [OP.REALLOC, made, 0, size, 0]),
      ],
      (made) => [
        [OP.FREE, made - 1, 0, 0, 0],
        ...mallocs([1, 262_145, 270_337], made),
        pointers(made, SLACK),
      ],
    ],
  };
  return [again, eager, limited, family];
}

/** @returns  whether one of them fails; the first that does is the last that is tried */
function* firstOf(
  program: Program,
  families: readonly Family[],
): Generator<Program, boolean, boolean> {
  for (const { heaps, places } of families) {
    for (const heap of heaps) {
      for (const commands of rowsOf(places)) {
        if (yield tidy(withCommands({ ...program, heap }, commands))) return true;
      }
    }
  }
  return false;
}

function* rowsOf(
  [place, ...places]: readonly Place[],
  before: readonly Command[] = [],
): Generator<readonly Command[]> {
  if (place === undefined) {
    yield before;
    return;
  }
  const made = before.filter(([op]) => isMaker(op)).length;
  for (const command of place(made)) yield* rowsOf(places, [...before, command]);
}

/** The heap, where the operating system refuses something from one of its first calls on. */
function refusing(heap: HeapConfig): readonly HeapConfig[] {
  return OS_CALLS.flatMap((call) =>
    REFUSED.map(
      (k) => ({ ...heap, faults: [{ kind: 'refuse', call, k, onwards: true }] }) as const,
    ),
  );
}

function otherGeometries({ heap }: Program, { geometries }: Nature): readonly HeapConfig[] {
  const others = geometries.filter((geometry) => geometry !== heap.geometry);
  return others.map((geometry) => ({ ...heap, geometry }));
}

function firsts({ collects, isFamily }: Nature): Place {
  return (made) => [
    ...(collects ? COLLECTING : []),
    BAD_FREE,
    ...mallocs(SIZES, made),
    pointers(made, SLACK),
    ...(isFamily ? aligned(made) : []),
  ];
}

function fewFirsts({ isFamily }: Nature): Place {
  return (made) => [...mallocs(FEW_SIZES, made), ...(isFamily ? [...aligned(made), GOEXIT] : [])];
}

function mallocs(sizes: readonly number[], made: number): readonly Command[] {
  return sizes.map((size): Command => [OP.MALLOC, made, size, NOSCAN, 0]);
}

function pointers(made: number, size = 8): Command {
  return [OP.MALLOC, made, size, ALL_WORDS, 0];
}

function aligned(made: number): readonly Command[] {
  return ALIGNMENTS.map((alignment): Command => [OP.MEMALIGN, made, alignment, 1, 0]);
}

function parts(made: number): readonly Command[] {
  return mallocs([1, ...PARTS.map((part) => part * LIMIT + 1 - KIB)], made);
}

/** All that can be done with the block that was made first. */
function naming(made: number): readonly Command[] {
  if (made === 0) return [];
  return [
    ...[OP.FREE, OP.DROP, OP.FINALIZER, OP.GLOBAL, OP.WEAK].map((op): Command => [op, 0, 0, 0, 0]),
    [OP.LINK, 0, 0, 0, 0],
    [OP.REALLOC, made, 0, 1, 0],
  ];
}

/** How each block that was made can go, or become another one. */
function comings(made: number): readonly Command[] {
  return Array.from({ length: made }, (_, label) => label).flatMap((label): Command[] => [
    [OP.FREE, label, 0, 0, 0],
    [OP.REALLOC, made, label, 1, 0],
  ]);
}
