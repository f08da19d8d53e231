/** What ends a run before its end: a fault of the program, or a limit. */
import type { Pos } from './syntax.ts';

export class RunEnd extends Error {
  constructor(what: string, { line, column }: Pos) {
    super(`${what} at ${line}:${column}`);
  }
}
