/** What the tests of traces share. */
import { BadInput } from '../../src/base/errors.ts';

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
