/**
 * Starting a program where the system does not choose addresses at random, so that a run repeats to the last digit.
 *
 * `setarch` of util-linux does that; where it is not there or may not, addresses are as the system likes.
 */
import { spawnSync } from 'node:child_process';

let canFix: boolean | undefined;

/** The words of a command line, with those in front that fix its addresses where that can be done. */
export function withFixedAddresses(
  words: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  canFix ??= spawnSync('setarch', ['--addr-no-randomize', 'true']).status === 0;
  return canFix ? ['setarch', '--addr-no-randomize', ...words] : words;
}
