/** Exit codes, and what is said of an error. docs: DESIGN 6. */
import { HarnessError } from '../base/errors.ts';

export const EXIT = {
  HELD: 0,
  BROKEN: 1,
  USAGE: 2,
  DIVERGED: 3,
  VACUOUS: 4,
  ADAPTER: 5,
  BUG: 70,
  INTERRUPTED: 130,
} as const;

/** What each says, a line each, the most usual first. */
export const EXIT_MEANINGS: readonly (readonly [code: number, ...lines: readonly string[]])[] = [
  [EXIT.HELD, 'all invariants held'],
  [
    EXIT.BROKEN,
    'an invariant broke; the counterexample is written, its replay line comes last',
    'conform: the model and the real runtime differ',
  ],
  [EXIT.USAGE, 'wrong use, or a file that cannot be read as what it should be'],
  [EXIT.DIVERGED, 'a replay left its recording'],
  [EXIT.VACUOUS, 'an invariant that was asked for met nothing to judge'],
  [EXIT.ADAPTER, 'a toolchain is not there, or what it builds could not be run'],
  [EXIT.BUG, 'a bug in allocheck'],
  [EXIT.INTERRUPTED, 'interrupted by Ctrl-C; what is known was told'],
];

/** The worse first. */
const WORST_FIRST: readonly number[] = [
  EXIT.INTERRUPTED,
  EXIT.BROKEN,
  EXIT.DIVERGED,
  EXIT.VACUOUS,
  EXIT.HELD,
];

/** The code of several things that were done by one command. */
export function worstOf(codes: readonly number[]): number {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.HELD;
}

export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** What an error means to whoever gave the command. A stack is shown only when it is our own. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HarnessError && error.exitCode !== EXIT.BUG) {
    return { text: `allocheck: ${error.message}\n`, exitCode: error.exitCode };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `allocheck: this is a bug in allocheck, please report it with what follows\n${stack}\n`;
  return { text, exitCode: EXIT.BUG };
}
