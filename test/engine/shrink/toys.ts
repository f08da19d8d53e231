/**
 * Toy faults for the tests of the shrinker: what fails is a plain function of the program, and its
 * minimum is known.
 */
import { commandAt } from '../../../src/program/edit.ts';
import type { Command } from '../../../src/program/edit.ts';
import { isMaker, labelColumns } from '../../../src/program/labels.ts';
import { OP, commandCount } from '../../../src/program/program.ts';
import type { Program } from '../../../src/program/program.ts';

/** A command that does something, as a plain client sees it that knows no pointers. */
export interface Step {
  readonly op: number;
  readonly label: number;
  /** Label of the block that a realloc takes over; else -1. */
  readonly old: number;
  /** Bytes of the block that is made or given up. */
  readonly size: number;
  readonly processor: number;
}

/** Sizes that a toy allocator serves. */
const SIZE_MAX = 2 ** 30;

/**
 * The commands that do something: makers of sound sizes, commands on blocks that are held, all that
 * name none.
 */
export function stepsOf(program: Program): readonly Step[] {
  const held = new Map<number, number>();
  const steps: Step[] = [];
  for (let index = 0; index < commandCount(program); index += 1) {
    const [op, label, b, c, processor] = commandAt(program, index);
    if (isMaker(op)) {
      const size = sizeOf(commandAt(program, index));
      const isResized = labelColumns(op).length > 1;
      const isSound = Number.isInteger(size) && size >= 0 && size < SIZE_MAX;
      if (!isSound || (isResized && b >= 0 && !held.delete(b))) continue;
      held.set(label, size);
      steps.push({ op, label, old: isResized ? b : -1, size, processor });
    } else if (labelColumns(op).length === 0) {
      steps.push({ op, label: -1, old: -1, size: 0, processor });
    } else if (op === OP.FREE && label < 0) {
      steps.push({ op, label, old: -1, size: 0, processor });
    } else if (held.has(label) && (op !== OP.LINK || c < 0 || held.has(c))) {
      steps.push({ op, label, old: -1, size: held.get(label) ?? 0, processor });
      if (op === OP.FREE || op === OP.DROP) held.delete(label);
    }
  }
  return steps;
}

/** Bytes that a maker asks for. */
function sizeOf([op, , b, c, , size = 0]: Command): number {
  if (op === OP.REALLOCARRAY) return c * size;
  return op === OP.MALLOC ? b : op === OP.CALLOC ? b * c : c;
}

/** Size class of the toys: 16 bytes wide. */
function classOf({ size }: Step): number {
  return Math.ceil(size / 16);
}

/** A block of 100 bytes or more is made, some block is freed, and another such block is made. */
export function freeBetweenLarge(program: Program): boolean {
  let stage = 0;
  for (const { op, size } of stepsOf(program)) {
    const isLarge = isMaker(op) && size >= 100;
    if ((stage !== 1 && isLarge) || (stage === 1 && op === OP.FREE)) stage += 1;
    if (stage === 3) return true;
  }
  return false;
}

/** More than 1000 bytes are held at once. */
export function liveAbove1000(program: Program): boolean {
  let live = 0;
  return stepsOf(program).some(({ op, size }) => {
    if (isMaker(op)) live += size;
    if (op === OP.FREE) live -= size;
    return live > 1000;
  });
}

/** A block is freed by another processor than the one that made it. */
export function freedElsewhere(program: Program): boolean {
  const madeOn = new Map<number, number>();
  return stepsOf(program).some(({ op, label, processor }) => {
    if (isMaker(op)) madeOn.set(label, processor);
    return op === OP.FREE && madeOn.get(label) !== processor;
  });
}

/**
 * Of three blocks of one class the middle one is freed, a collection follows, and something is
 * made.
 */
export function middleFreed(program: Program): boolean {
  const made: { label: number; sizeClass: number; isFreed: boolean }[] = [];
  let isArmed = false;
  for (const step of stepsOf(program)) {
    if (isMaker(step.op)) {
      if (isArmed) return true;
      made.push({ label: step.label, sizeClass: classOf(step), isFreed: false });
    }
    const block = made.find(({ label }) => label === step.label);
    if (step.op === OP.FREE && block !== undefined) block.isFreed = true;
    if (step.op === OP.GC) {
      isArmed ||= made.some(({ sizeClass, isFreed }, i) => {
        const stays = (other: (typeof made)[number]): boolean =>
          other.sizeClass === sizeClass && !other.isFreed;
        return isFreed && made.slice(0, i).some(stays) && made.slice(i + 1).some(stays);
      });
    }
  }
  return false;
}

/** A collection finds that the number of blocks freed so far is even, and not zero. */
export function evenFrees(program: Program): boolean {
  let frees = 0;
  return stepsOf(program).some(({ op }) => {
    if (op === OP.FREE) frees += 1;
    return op === OP.GC && frees > 0 && frees % 2 === 0;
  });
}

/** Exactly a dozen blocks of 49…64 bytes are made, or two dozen, and so on. */
export function dozens(program: Program): boolean {
  const count = stepsOf(program).filter((step) => isMaker(step.op) && classOf(step) === 4).length;
  return count > 0 && count % 12 === 0;
}

/** As many blocks of a class as fill 8 KiB are made, one is freed, a collection follows, and one more is made. */
export function fullSpanReused(program: Program): boolean {
  const made = new Map<number, number>();
  const freed = new Set<number>();
  const armed = new Set<number>();
  return stepsOf(program).some((step) => {
    const sizeClass = classOf(step);
    if (step.op === OP.FREE) freed.add(sizeClass);
    if (step.op === OP.GC) {
      for (const each of freed) {
        if ((made.get(each) ?? 0) * each * 16 > 8192 - each * 16) armed.add(each);
      }
    }
    if (!isMaker(step.op)) return false;
    made.set(sizeClass, (made.get(sizeClass) ?? 0) + 1);
    return armed.has(sizeClass);
  });
}

/** A block is made of the class above that of an earlier block. */
export function nextClass(program: Program): boolean {
  const seen = new Set<number>();
  return stepsOf(program).some((step) => {
    if (!isMaker(step.op)) return false;
    seen.add(classOf(step));
    return seen.has(classOf(step) - 1);
  });
}

/** A size of 2^40 or more, or none at all, is asked for. */
export function absurdSize(program: Program): boolean {
  return commandsOf(program).some(([op, , size]) => op === OP.MALLOC && !(size < 2 ** 40));
}

/** A NaN is asked for. */
export function nanSize(program: Program): boolean {
  return commandsOf(program).some(([op, , size]) => op === OP.MALLOC && Number.isNaN(size));
}

/** The second call of sysMap, or a later one, is refused in a program that makes two blocks. */
export function secondMapRefused(program: Program): boolean {
  const { faults } = program.heap;
  const isRefused = faults.some((f) => f.kind === 'refuse' && f.call === 'map' && f.k >= 2);
  return isRefused && stepsOf(program).filter(({ op }) => isMaker(op)).length >= 2;
}

/** A pointer to another block is stored in a word that is not the first. */
export function linkBeyondFirst(program: Program): boolean {
  return commandsOf(program).some(
    ([op, from, word, to]) => op === OP.LINK && word > 0 && to >= 0 && to !== from,
  );
}

/** A block is freed that is not held, or not from its start. */
export function badFree(program: Program): boolean {
  return commandsOf(program).some(([op, , offset]) => op === OP.BADFREE && offset !== 0);
}

/** A block of 33 pointers or more is reallocated. */
export function reallocPointers(program: Program): boolean {
  const words = new Map<number, number>();
  return commandsOf(program).some(([op, label, b, c]) => {
    if (op === OP.MALLOC) words.set(label, c < 0 ? Math.floor(b / 8) : c);
    return op === OP.REALLOC && (words.get(b) ?? 0) >= 33;
  });
}

function commandsOf(program: Program): readonly ReturnType<typeof commandAt>[] {
  return Array.from({ length: commandCount(program) }, (_, index) => commandAt(program, index));
}
