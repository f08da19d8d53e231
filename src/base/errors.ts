/**
 * The errors that a caller or a user treats differently, with the exit code of each.
 *
 * A broken invariant is not among them: it is a result. Messages are lower case without a full stop;
 * what to do next follows on a line of its own.
 */
export abstract class HarnessError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: number;
}

/** Wrong use of the command line or of the configuration. */
export class UsageError extends HarnessError {
  readonly code = 'E_USAGE';
  readonly exitCode = 2;
}

/** A place in a text file. Line and column count from 1; 0 where there is none. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An input file that cannot be read as what it should be. */
export class BadInput extends HarnessError {
  readonly code = 'E_BAD_INPUT';
  readonly exitCode = 2;
  readonly place: Place;

  constructor(place: Place, problem: string) {
    const at = place.line > 0 ? `${place.file}:${place.line}:${place.column}` : place.file;
    super(`${at}: ${problem}`);
    this.place = place;
  }
}

/** Somebody else's program, a toolchain or an allocator's process, is not there or could not be run. */
export class AdapterFailed extends HarnessError {
  readonly code = 'E_ADAPTER';
  readonly exitCode = 5;
}

/** Ctrl-C, before there was anything to tell. */
export class Interrupted extends HarnessError {
  readonly code = 'E_INTERRUPTED';
  readonly exitCode = 130;
}

/** Our own assertion failed. */
export class HarnessBug extends HarnessError {
  readonly code = 'E_HARNESS_BUG';
  readonly exitCode = 70;
}

/** States what the harness itself relies on; never a property of a subject. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new HarnessBug(message);
}
