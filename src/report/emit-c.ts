/**
 * A counterexample as a C99 program that stands alone: it ends 0 where all holds, and 1 where not.
 *
 * It calls malloc, calloc, realloc and free, and checks what a client sees by itself: contents, zeroes, alignment, and that
 * live blocks share no byte. Each command is a line. What C has no counterpart of is refused: `obstacleToC`. Words of
 * pointers are data like all else: without a collector nobody looks for pointers in them, and none can be stored.
 */
import { movesAt } from '../program/churn.ts';
import { commandAt } from '../program/edit.ts';
import { labelColumns } from '../program/labels.ts';
import { printCommand } from '../program/print.ts';
import { OP, commandCount, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { helpersFor } from './emit-c-helpers.ts';
import { headline, originText } from './emit.ts';
import type { Reproduction } from './emit.ts';

/** What cannot be said in C. */
export interface Obstacle {
  /** Index of the command, from 0; undefined where it is a fault of the operating system. */
  readonly step: number | undefined;
  /** What the program says, and why C cannot. */
  readonly problem: string;
}

/** The first thing of a program that cannot be said in C; undefined when all can. */
export function obstacleToC(program: Program): Obstacle | undefined {
  if (program.heap.faults.length > 0) {
    const problem = 'a C program cannot have the operating system do otherwise';
    return { step: undefined, problem };
  }
  for (let step = 0; step < commandCount(program); step += 1) {
    const why = whyNotInC(program, step);
    if (why !== undefined) return { step, problem: `${printCommand(program, step)}: ${why}` };
  }
  return undefined;
}

/** The program in C, where `obstacleToC` found nothing in it. */
export function emitC(reproduction: Reproduction): string {
  const { program } = reproduction;
  const labels = labelsOf(program);
  const ops = new Set(stepsOf(program).map((step) => commandAt(program, step)[0]));
  const churns = ops.has(OP.CHURN);
  if (churns) ops.add(OP.MALLOC);
  const names = [...labels.map(labelName), ...(churns ? [CHURNED] : [])];
  const lines = [
    ...headerLines(reproduction),
    '#include <stddef.h>',
    '#include <stdint.h>',
    '#include <stdio.h>',
    '#include <stdlib.h>',
    '',
    `#define BLOCKS ${Math.max(1, names.length)}`,
    'static const char *const names[BLOCKS] = {',
    ...rows(names.length === 0 ? ['""'] : names.map((name) => `"${name}"`)),
    '};',
    '',
    helpersFor(ops),
    'int main(void) {',
    ...(names.length === 0 ? [] : ['  enum {', ...rows(names), '  };']),
    ...stepsOf(program).map((step) => commandLine(program, step)),
    '  at_end();',
    '  return 0;',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The block of commands that ask for one and free it: no label reads so. */
const CHURNED = 'churned';

/** Invariants that the emitted program looks at; of others it may say nothing. */
const SEEN: readonly string[] = [
  'client/block-aligned',
  'client/bad-size-refused',
  'client/contents-kept',
  'client/keeps-running',
  'client/live-blocks-disjoint',
  'client/zero-size-block-apart',
  'client/zeroed-when-asked',
];

function headerLines(reproduction: Reproduction): readonly string[] {
  const { broke } = reproduction;
  const isSeen = broke === undefined || SEEN.includes(broke.invariant);
  const text = [
    headline(reproduction),
    '',
    originText(reproduction),
    'Ends 0 where all holds; ends 1, and says at which command what was wrong, where not.',
    ...(isSeen ? [] : ['No client sees what it broke, so this may end 0 while the bug is there.']),
    '',
    '    cc -std=c99 -Wall -Wextra THIS.c && ./a.out',
    '',
    'runs it on the malloc of the system. For another one link with it, or rename what is called:',
    '-Dmalloc=my_malloc -Dcalloc=my_calloc -Drealloc=my_realloc -Dfree=my_free',
  ];
  return ['/*', ...text.map((line) => ` * ${inComment(line)}`.trimEnd()), ' */'];
}

/** Without what would end a comment, begin another, or be a trigraph. */
function inComment(text: string): string {
  return text
    .replaceAll(/\*(?=\/)/g, '* ')
    .replaceAll(/\/(?=\*)/g, '/ ')
    .replaceAll(/\?(?=\?)/g, '? ');
}

function commandLine(program: Program, step: number): string {
  const [op, a, b, c] = commandAt(program, step);
  const at = `at(${step}, "${printCommand(program, step)}");`;
  const block = (label: number): string => `&blocks[${labelName(label)}]`;
  switch (op) {
    case OP.MALLOC:
      return `  ${at} do_malloc(${block(a)}, ${sizeText(b)});`;
    case OP.CHURN: {
      const turns = movesAt(Float64Array.of(op, a, b), 0) / 2;
      const turn = `do_malloc(&blocks[${CHURNED}], ${sizeText(b)}); do_free(&blocks[${CHURNED}]);`;
      return `  ${at} for (int i = 0; i < ${turns}; i += 1) { ${turn} }`;
    }
    case OP.CALLOC:
      return `  ${at} do_calloc(${block(a)}, ${sizeText(b)}, ${sizeText(c)});`;
    case OP.REALLOC:
      return `  ${at} do_realloc(${block(a)}, ${block(b)}, ${sizeText(c)});`;
    default:
      return `  ${at} do_${printCommand(program, step).split(' ', 1)[0]}(${block(a)});`;
  }
}

/** As C writes it. A negative one is what it becomes as a size_t: more than there is. */
function sizeText(size: number): string {
  if (size < 0) return `(size_t)${size}`;
  return `${BigInt(size)}${size >= 2 ** 63 ? 'u' : ''}`;
}

/** The smallest size that no size_t of 64 bits holds. */
const SIZE_END = 2 ** 64;

function whyNotInC(program: Program, step: number): string | undefined {
  const [op, , b, c, processor] = commandAt(program, step);
  const reason = REASONS.get(op);
  if (reason !== undefined) return reason;
  if (!SPOKEN.includes(op)) return 'C has no counterpart of it';
  if (processor > 0 && program.heap.procs > 1) return 'a C program cannot choose the processor';
  const isSize = (size: number): boolean =>
    Number.isInteger(size) && size >= -(2 ** 31) && size < SIZE_END;
  const sizes = op === OP.CALLOC ? [b, c] : op === OP.REALLOC ? [c] : [b];
  return sizes.every(isSize) ? undefined : 'a size of C is a whole number of 64 bits';
}

/** Commands that C has a counterpart of. */
const SPOKEN: readonly number[] = [
  OP.MALLOC,
  OP.CALLOC,
  OP.REALLOC,
  OP.FREE,
  OP.CHURN,
  OP.WRITE,
  OP.READ,
];

const NO_COLLECTOR = 'C has no collector';
const NO_POINTERS = 'C has no collector, to which a pointer would mean something';
const NO_PAGES = 'C has no call that gives pages back to the operating system';
const NO_FRAMES = 'the stack of C is none of its allocator';
const NO_PROCESSORS = 'C has no processors and goroutines';

/** Why there is no counterpart of others. */
const REASONS: ReadonlyMap<number, string> = new Map<number, string>([
  [OP.BADFREE, 'to free what is not allocated is undefined in C'],
  [OP.LINK, NO_POINTERS],
  [OP.LOAD, NO_POINTERS],
  [OP.AMBIGUOUS, NO_POINTERS],
  [OP.WEAK, NO_POINTERS],
  [OP.UPGRADE, NO_POINTERS],
  [OP.GLOBAL, NO_POINTERS],
  ...[OP.DROP, OP.GC, OP.GC_START, OP.MARK, OP.ASSIST, OP.TERMINATE, OP.SWEEP].map(
    (op) => [op, NO_COLLECTOR] as const,
  ),
  ...[OP.FINALIZER, OP.FINALIZE, OP.WAIT].map((op) => [op, NO_COLLECTOR] as const),
  ...[OP.SCAVENGE, OP.BGSCAVENGE, OP.FREE_OS_MEMORY].map((op) => [op, NO_PAGES] as const),
  ...[OP.PROCS, OP.GO, OP.GOSCHED, OP.GOEXIT, OP.SYSCALL, OP.SYSEXIT, OP.RETAKE].map(
    (op) => [op, NO_PROCESSORS] as const,
  ),
  ...[OP.CALL, OP.RETURN, OP.ADDROF].map((op) => [op, NO_FRAMES] as const),
  [OP.PAUSE, NO_PROCESSORS],
  [OP.RESUME, NO_PROCESSORS],
]);

function stepsOf(program: Program): readonly number[] {
  return Array.from({ length: commandCount(program) }, (_, step) => step);
}

/** Labels of all blocks, in the order in which they are named first. */
function labelsOf(program: Program): readonly number[] {
  const labels = stepsOf(program).flatMap((step) => {
    const command = commandAt(program, step);
    return labelColumns(command[0]).map((column) => command[column] as number);
  });
  return [...new Set(labels)];
}

/** Words that a row has. */
const ROW = 16;

function rows(words: readonly string[]): readonly string[] {
  const count = Math.ceil(words.length / ROW);
  return Array.from(
    { length: count },
    (_, i) => `    ${words.slice(i * ROW, (i + 1) * ROW).join(', ')},`,
  );
}
