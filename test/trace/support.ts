/** What the tests of traces share. */
import { BadInput } from '../../src/base/errors.ts';
import { OP, STRIDE } from '../../src/program/program.ts';
import { readText } from '../../src/trace/load.ts';
import type { Trace } from '../../src/trace/trace.ts';

/** The message of the `BadInput` that `read` throws; any other error is thrown on. */
export function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no error was thrown');
}

const NAMES = new Map<number, string>(Object.entries(OP).map(([name, op]) => [op, name]));

/** The commands of a trace as text, for reading: `MALLOC 0 24 0`. */
export function commandsOf({ program: { commands } }: Trace): readonly string[] {
  const rows = Array.from({ length: commands.length / STRIDE }, (_, i) =>
    Array.from(commands.subarray(i * STRIDE, (i + 1) * STRIDE)),
  );
  return rows.map(([op = -1, a, b, c]) => [NAMES.get(op), a, b, c].join(' '));
}

/** The text of a recording of test/trace/fixtures. */
export function fixture(name: string): string {
  return readText(`test/trace/fixtures/${name}`);
}
