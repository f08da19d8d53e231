/** The command line that runs the tests of a described allocator again. */
import type { RunnerTestCase } from 'vitest';

/**
 * @param seed  of the programs, where what was found is kept nowhere
 * @returns     a line to paste into a shell
 */
export function replayLine({ file, suite }: RunnerTestCase, seed: number | undefined): string {
  const name = (suite?.name ?? '').replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
  const again = seed === undefined ? '' : `ALLOCHECK_SEED=${seed} `;
  return `${again}npx vitest run ${quoted(file.name)} -t ${quoted(name)}`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
