/** How a test fails by an invariant. */

/**
 * An invariant broke. Its stack is the place where the allocator was given to be tested, and not the inside of the harness: so
 * it is the project's own code that vitest shows.
 */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';

  /** @param place  what to leave out of the stack, with all that it called; or the frames of a stack */
  constructor(message: string, place: string | ((...args: never[]) => unknown)) {
    super(message);
    if (typeof place === 'string') this.stack = `${this.name}: ${message}\n${place}`;
    else Error.captureStackTrace(this, place);
  }

  /** The lines of the stack that are places. */
  get frames(): string {
    return (this.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n');
  }
}
