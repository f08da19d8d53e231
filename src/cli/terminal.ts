/**
 * The surroundings of the command line: its streams, its environment, its clock and its signals.
 *
 * The one file that touches `process`, with main.ts; commands get a `Terminal`. A reader that closes the pipe early
 * (`| head -1`) is no error: what it did not want is dropped, and the exit code is what it would have been.
 */
import process from 'node:process';
import { createColors } from 'picocolors';
import { PLAIN } from '../report/paint.ts';
import type { Paint } from '../report/paint.ts';

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes results. */
  readonly out: (text: string) => void;
  /** Writes status and errors. */
  readonly err: (text: string) => void;
  /** For what goes to `out`, and to `err`. */
  readonly outPaint: Paint;
  readonly errPaint: Paint;
  /** Columns of a status line that may be redrawn on `err`; 0 where it may not: in a pipe, in CI. */
  readonly statusColumns: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls `listener` at the first Ctrl-C; the second one ends the process. The answer takes it back. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** One without a reader, in which it is always the same time. */
export const SILENT: Terminal = {
  env: {},
  out: () => undefined,
  err: () => undefined,
  outPaint: PLAIN,
  errPaint: PLAIN,
  statusColumns: 0,
  now: () => 0,
  onInterrupt: () => () => undefined,
};

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  stdout.on('error', dropWhenClosed);
  stderr.on('error', dropWhenClosed);
  return {
    env,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outPaint: paintFor(stdout, env),
    errPaint: paintFor(stderr, env),
    statusColumns: mayRedraw(stderr, env) ? stderr.columns || 80 : 0,
    now: () => Date.now(),
    onInterrupt: (listener) => {
      process.once('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}

function dropWhenClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

type Env = Terminal['env'];
type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** NO_COLOR has the word, then FORCE_COLOR, whose 0 says no; else there are colours on a terminal that knows them. */
export function paintFor({ isTTY }: Stream, env: Env): Paint {
  const forced = env['FORCE_COLOR'];
  if (isSet(env['NO_COLOR'])) return PLAIN;
  const isColoured = isSet(forced) ? forced !== '0' : isTTY && env['TERM'] !== 'dumb';
  return isColoured ? createColors(true) : PLAIN;
}

/** Whether a line may be written over: in the log of a CI, which keeps all, it may not. */
export function mayRedraw({ isTTY }: Stream, env: Env): boolean {
  return isTTY && env['TERM'] !== 'dumb' && !isSet(env['CI']);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
