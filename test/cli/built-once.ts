/** A folder of the whole run of tests, in which the sources are compiled by the first test that needs them: set up by vitest.config.ts. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { TestProject } from 'vitest/node';

/** The variable by which tests, in processes of their own, know the folder. */
export const BUILT_ONCE = 'ALLOCHECK_TEST_BUILT';

/** @returns  what takes it away again */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-built-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  process.env[BUILT_ONCE] = folder;
  // Whoever watches has changed something.
  project.onTestsRerun(() => {
    clear();
    mkdirSync(folder);
  });
  return clear;
}
