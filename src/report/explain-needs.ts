/** What a counterexample takes: which of its commands and settings matter, and how far its sizes may vary. */
import type {
  Explained,
  FreeSize,
  Setting,
  SizeRange,
  Unexplained,
  Without,
} from '../engine/explain.ts';
import { commandAt } from '../program/edit.ts';
import { printCommand, printProgram } from '../program/print.ts';
import { OP, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { numberText } from '../program/words.ts';
import type { Paint } from './paint.ts';
import { amount, counted, listed, table } from './words.ts';

/** What is told of what a program takes. */
export interface Needs {
  readonly explained: Explained | Unexplained;
  /** The command line that makes the program smaller. */
  readonly shrink: string;
}

/** Lines without their ends. */
export function needsText(
  program: Program,
  { explained, shrink }: Needs,
  paint: Paint,
): readonly string[] {
  if ('why' in explained) return [paint.dim(unexplainedText(explained, shrink))];
  const { commands, settings, sizes, together, runs, complete } = explained;
  const rows = [
    ...settings.map(({ setting, without }) => {
      return ['', settingText(program, setting), withoutText(without)];
    }),
    ...commands.map((without, step) => [
      String(step),
      printCommand(program, step),
      withoutText(without),
      sizesText(program, step, sizes),
    ]),
  ];
  const groups = together.map(({ indexes, ...range }) => {
    const who = listed(indexes.map((index) => labelName(commandAt(program, index)[1])));
    return `  ${who} together: ${rangeText('size', range)}`;
  });
  const isSmaller = [...commands, ...settings.map(({ without }) => without)].some(
    ({ breaks }) => breaks === 'same',
  );
  return [
    paint.bold('what it takes:'),
    ...table(rows),
    ...groups,
    paint.dim(`  ${triedText(sizes, counted(runs, 'run'), complete)}`),
    ...(isSmaller ? [`smaller: ${paint.bold(shrink)}`] : []),
  ];
}

function triedText(sizes: readonly FreeSize[], runs: string, complete: boolean): string {
  if (!complete) return `${runs}; more were needed to try every size`;
  if (sizes.length === 0) return `${runs}, each with one thing left out`;
  return `${runs}: each thing left out alone, each size tried at some places where behaviour changes`;
}

function unexplainedText(reason: Unexplained, shrink: string): string {
  if (reason.why === 'not-repeated')
    return 'what it takes is not told: it did not break in this way when it ran again';
  const { commands, commandsMax } = reason;
  return `what it takes is told of ${commandsMax} commands at most, and this took ${amount(commands)}\nsmaller: ${shrink}`;
}

function withoutText(without: Without): string {
  switch (without.breaks) {
    case 'nothing':
      return 'without it nothing breaks';
    case 'same':
      return 'not needed';
    case 'down':
      return 'without it the subject breaks down';
    case 'another':
      return `without it ${without.invariant} breaks`;
  }
}

/** As the heap's line, or the line of the fault, says it. */
function settingText(program: Program, setting: Setting): string {
  const [, heap = '', ...faults] = printProgram(program).split('\n');
  if (typeof setting === 'number') return faults[setting] as string;
  const words = heap.split(' ').slice(2);
  return words.find((word) => word.split('=')[0] === setting) as string;
}

/** Of one command: nothing where it has no size. */
function sizesText(program: Program, step: number, sizes: readonly FreeSize[]): string {
  const isCount = (column: number): boolean =>
    commandAt(program, step)[0] === OP.CALLOC && column === 2;
  return sizes
    .filter(({ index }) => index === step)
    .map((size) => rangeText(isCount(size.column) ? 'count' : 'size', size))
    .join('; ');
}

function rangeText(what: string, { low, high, isOpen }: SizeRange): string {
  const [from, to] = [numberText(low), numberText(high)];
  if (low === high) return `${what} ${from} alone`;
  return `any ${what} from ${from} ${isOpen ? `on, tried to ${to}` : `to ${to}`}`;
}
