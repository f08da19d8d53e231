/**
 * Signatures: by what two programs that were shrunk are taken for one bug.
 *
 * The invariant that leads, and the shape of the program: its commands with blocks and processors numbered in the order
 * of their appearance, and no number that the bug may not depend on. The shrinker brings most programs of one bug to the
 * same text; what still differs is mostly the sizes of some class, a count, or which call of the operating system fails.
 *
 *     c = malloc 3457 noscan                a = malloc 2 noscan
 *     d = malloc 8                    ->    b = malloc 1
 *     mark 7 on P2                          mark 1 on P1
 *
 * Two bugs that break one invariant by programs of one shape are taken for one, until the first is mended.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Fault, HeapConfig } from '../../spec/subject.ts';
import { mapCommands } from '../program/edit.ts';
import { NOSCAN, OP, STRIDE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { printProgram } from '../program/print.ts';
import { slotsOf, withNumbers } from './shrink/numbers.ts';
import type { Slot } from './shrink/numbers.ts';
import { tidy } from './shrink/search.ts';

/** On one line: `client/live-blocks-disjoint: a = malloc 1 noscan; b = malloc 1 noscan`. */
export function signatureOf(invariant: string, shape: string): string {
  return `${invariant}: ${shape}`;
}

/**
 * What is left of a program without what two shrunk programs of one bug may differ in.
 *
 * - A size is the rank of its class among those of the program, from 1: two sizes are of one class where no edge lies
 *   between them. 0 stays 0, and a size that is none stays of its kind.
 * - Other numbers are 0 or 1, and of their kind.
 * - A block has pointers or none; the calls of the operating system that fail are named and not counted.
 *
 * @param edges  sizes at which the subject's behaviour changes, each the largest of its class
 * @returns      the faults and commands, in their text form, on one line
 */
export function shapeOf(program: Program, edges: readonly number[]): string {
  const { heap, commands } = processorsByAppearance(withShapeNumbers(tidy(program), edges));
  const plain = { subject: 'any', heap: heapShape(heap), commands };
  const [, settings = '', ...lines] = printProgram(plain).trimEnd().split('\n');
  const setting = settings.replace('heap any', '').trim();
  return [...(setting === '' ? [] : [setting]), ...lines].join('; ');
}

/** How many processors there are is seen by the commands; how much memory a limit leaves is a number like others. */
function heapShape({ geometry, faults, gogc, memoryLimit, checkmark }: HeapConfig): HeapConfig {
  return {
    procs: 1,
    geometry,
    faults: faults.map(faultShape),
    ...(gogc === undefined ? {} : { gogc: Math.sign(gogc) }),
    ...(memoryLimit === undefined ? {} : { memoryLimit: 1 }),
    ...(checkmark === undefined ? {} : { checkmark }),
  };
}

function faultShape(fault: Fault): Fault {
  return fault.kind === 'place' ? fault : { ...fault, k: 1, onwards: false };
}

function withShapeNumbers(program: Program, edges: readonly number[]): Program {
  const slots = slotsOf(program);
  const sizes = slots.filter((slot) => slot.isSize && isPlain(slot.value) && slot.value > 0);
  const classOf = ({ value }: Slot): number => edges.filter((edge) => edge < value).length;
  const classes = [...new Set(sizes.map(classOf))].sort((a, b) => a - b);
  const ranked = new Map(sizes.map((slot) => [slot, classes.indexOf(classOf(slot)) + 1]));
  const numbered = withNumbers(program, slots, (slot) => ranked.get(slot) ?? kindOf(slot.value));
  const [before, after] = [program.commands, numbered.commands];
  return mapCommands({ ...numbered, commands: after }, (command, index) => {
    const [op, a, b, , processor, via = 0] = command;
    if (op !== OP.MALLOC) return command;
    const words = before[index * STRIDE + 3] === NOSCAN ? NOSCAN : ALL_WORDS;
    return [op, a, b, words, processor, via];
  });
}

function isPlain(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** 0 and 1, and one number for each kind of those that no size can be. */
function kindOf(value: number): number {
  if (isPlain(value)) return Math.min(value, 1);
  if (Number.isInteger(value)) return value < 0 ? -1 : 2 ** 53;
  return Number.isFinite(value) ? 0.5 : value;
}

/** Processor 0, 1, 2, … in the order in which the commands come to them. */
function processorsByAppearance(program: Program): Program {
  const places = new Map<number, number>();
  return mapCommands(program, ([op, a, b, c, processor, via = 0]) => {
    const place = places.get(processor) ?? places.size;
    places.set(processor, place);
    return [op, a, b, c, place, via];
  });
}
