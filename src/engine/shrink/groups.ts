/** Passes that delete commands which belong together by what they mean. */
import { ALL_WORDS } from '../../../spec/subject.ts';
import { commandAt, keepCommands, removeRange, withCommand } from '../../program/edit.ts';
import { isMaker, labelColumns, mapLabels, names } from '../../program/labels.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { chunks } from './deletions.ts';
import { equalSizes, slotsOf, withNumbers } from './numbers.ts';
import type { Slot } from './numbers.ts';
import { atEachPlace } from './search.ts';
import type { Pass } from './search.ts';

/** Powers of two that sizes lie between. */
const SIZE_POWERS = 40;
/** Most blocks for which all pairs are tried. */
const PAIRED_BLOCKS_MAX = 16;
/** Most commands for which each is deleted in exchange for a larger block. */
const EXCHANGED_COMMANDS_MAX = 16;
/**
 * Commands of programs in which equal sizes are raised: shorter ones gain nothing, longer ones cost too
 * much.
 */
const RAISED_COMMANDS_MIN = 6;
const RAISED_COMMANDS_MAX = 24;
/** What equal blocks are raised to: a multiple, or a size of which few fill a span. */
const RAISED: readonly ((size: number) => number)[] = [
  (size) => size * 2,
  (size) => size * 4,
  () => 2048,
  () => 4096,
  () => 8192,
];
/** What one block is raised to in exchange for a command: its double, a page more, or a size of another tier. */
const EXCHANGED: readonly ((size: number) => number)[] = [
  (size) => size * 2,
  (size) => size + 8192,
  () => 2048,
  () => 32769,
];
/**
 * The same where few commands are left: so many blocks to a span as each tier has, so many pages as a cache, a bitmap's
 * word, a chunk has, or one more.
 */
const EXCHANGED_OF_FEW: readonly number[] = [
  16, 17, 25, 33, 3457, 4097, 6145, 131_073, 262_145, 516_097, 524_289, 1_048_577, 2_097_153,
  4_186_113, 4_194_305,
];
const FEW = 6;
/** What blocks begin and end with in most heaps. */
const PAGE = 8192;

/** Deletes all commands of a kind. */
export const deleteKinds: Pass = (program) =>
  atEachPlace(
    program,
    () => Object.keys(OP).length,
    (best, op) => [keepCommands(best, (index) => best.commands[index * STRIDE] !== op)],
  );

/**
 * Deletes all commands that name a block. Programs are numbered, so the label is the number of the
 * block.
 */
export const deleteLifetimes: Pass = (program) =>
  atEachPlace(program, blockCount, (best, label) => [
    keepCommands(best, (index) => !names(best, index, label)),
  ]);

/** Deletes all blocks of sizes between two powers of two, with all that names them: the largest first. */
export const deleteSizes: Pass = (program) =>
  atEachPlace(
    program,
    () => SIZE_POWERS,
    (best, power) => {
      const gone = new Set<number>();
      for (const index of makersOf(best)) {
        const size = sizeAt(best, index);
        if (size >= 2 ** power && size < 2 ** (power + 1)) gone.add(commandAt(best, index)[1]);
      }
      return gone.size === 0 ? [] : [keepCommands(best, (index) => !namesOneOf(best, index, gone))];
    },
  );

function namesOneOf(program: Program, index: number, labels: ReadonlySet<number>): boolean {
  const command = commandAt(program, index);
  return labelColumns(command[0]).some((column) => labels.has(command[column] as number));
}

/**
 * Has one block do the work of two: deletes what makes the second and puts the first in its place.
 */
export const unifyBlocks: Pass = (program) =>
  atEachPlace(program, blockCount, function* unify(best, second) {
    const makers = makersOf(best);
    const index = makers[second] as number;
    const [op, , old] = commandAt(best, index);
    const others = makers.length <= PAIRED_BLOCKS_MAX ? [...makers.keys()].slice(0, second) : [];
    for (const first of labelColumns(op).length > 1 ? [old, ...others] : others) {
      const unified = mapLabels(best, (label) => (label === second ? first : label));
      yield removeRange(unified, index, index + 1);
    }
  });

/**
 * Deletes one block and adds its size to another: what needs so many bytes, in however many blocks.
 */
export const mergeBlocks: Pass = (program) =>
  atEachPlace(program, blockCount, function* merge(best, second) {
    const makers = makersOf(best);
    for (const first of [second - 1, second + 1, 0]) {
      const [gone, kept] = [makers[second], makers[first]];
      if (gone === undefined || kept === undefined || gone === kept) continue;
      for (const sum of sumsOf(sizeAt(best, gone), sizeAt(best, kept))) {
        const raised = raise(best, kept, sum);
        if (raised !== undefined)
          yield keepCommands(raised, (index) => !names(best, index, second));
      }
    }
  });

/** Deletes one command and raises one block: what a larger block does alone. */
export const exchangeForSize: Pass = (program) =>
  exchange(program, EXCHANGED_COMMANDS_MAX, (size) => EXCHANGED.map((raised) => raised(size)));

/** The same with more sizes, where few commands are left. */
export const exchangeOfFew: Pass = (program) => exchange(program, FEW, () => EXCHANGED_OF_FEW);

function exchange(
  program: Program,
  commandsMax: number,
  sizesFor: (size: number) => readonly number[],
): Generator<Program, void, boolean> {
  const places = (best: Program): number =>
    commandCount(best) <= commandsMax ? commandCount(best) : 0;
  return atEachPlace(program, places, function* exchanged(best, gone) {
    for (const kept of makersOf(best).filter((maker) => maker !== gone)) {
      for (const size of sizesFor(sizeAt(best, kept))) {
        const raised = raise(best, kept, size);
        if (raised !== undefined) yield removeRange(raised, gone, gone + 1);
      }
    }
  });
}

/**
 * Raises equal sizes together and deletes what is then too much: larger blocks fill a span with fewer
 * commands. The raised program is larger, so it is never tried itself.
 */
export const raiseEqual: Pass = (program) => raised(program, RAISED);

/** The same to the next class but one, where few commands are left. */
export const raiseByClass: Pass = function* raiseByClass(program) {
  if (commandCount(program) > RAISED_COMMANDS_MIN) yield* raised(program, [(size) => size + 16]);
};

function* raised(
  program: Program,
  sizes: readonly ((size: number) => number)[],
): Generator<Program, void, boolean> {
  const count = commandCount(program);
  if (count < RAISED_COMMANDS_MIN || count > RAISED_COMMANDS_MAX) return;
  for (const group of equalSizes(slotsOf(program))) {
    for (const raisedSize of sizes) {
      const { value } = group[0] as Slot;
      const size = raisedSize(value);
      if (group.length < 2 || !(size > value)) continue;
      yield* chunks(
        withNumbers(program, group, () => size),
        1,
      );
    }
  }
}

/** Of two sizes, and where both have pages of their own, of these. */
function sumsOf(a: number, b: number): readonly number[] {
  const paged = (Math.ceil(a / PAGE) + Math.ceil(b / PAGE)) * PAGE;
  return Math.min(a, b) < PAGE ? [a + b] : [a + b, paged];
}

function blockCount(program: Program): number {
  return makersOf(program).length;
}

/**
 * Indices of the commands that make blocks; by label, in a program that is closed and renumbered.
 */
function makersOf({ commands }: Program): readonly number[] {
  const makers: number[] = [];
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (isMaker(commands[at] as number)) makers.push(at / STRIDE);
  }
  return makers;
}

/** Bytes that the maker at `index` asks for. */
function sizeAt(program: Program, index: number): number {
  const [op, , b, c, , size = 0] = commandAt(program, index);
  if (op === OP.REALLOCARRAY) return c * size;
  return op === OP.MALLOC ? b : op === OP.CALLOC ? b * c : c;
}

/**
 * The program with another size at `index`, of a plain malloc where nothing else was asked for; undefined where it would
 * not be larger.
 */
function raise(program: Program, index: number, size: number): Program | undefined {
  const [op, label, old, words, processor] = commandAt(program, index);
  if (op === OP.REALLOCARRAY || !(size > sizeAt(program, index))) return undefined;
  if (op === OP.REALLOC) return withCommand(program, index, [op, label, old, size, processor]);
  if (op === OP.CALLOC) return withCommand(program, index, [op, label, 1, size, processor]);
  const pointerWords = op === OP.MALLOC && words === NOSCAN ? NOSCAN : ALL_WORDS;
  return withCommand(program, index, [OP.MALLOC, label, size, pointerWords, processor]);
}
