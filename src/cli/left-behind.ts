/** What a run leaves in its folder besides recordings: its JSON, and a page about what broke. */
import { UsageError } from '../base/errors.ts';
import { writeRecording } from '../engine/corpus.ts';
import { runJson } from '../report/run-json.ts';
import type { RunReport } from '../report/run-text.ts';
import { jsonLine } from './command.ts';
import { readInput } from './inputs.ts';
import { RUN_FILE, page } from './report.ts';
import type { RunSettings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import type { Workbench } from './workbench.ts';

const PAGE_FILE = 'report.html';

/**
 * Writes them, as of all reports so far. Where they cannot be written the run is not lost: what it found was told.
 *
 * @returns  the page; undefined where nothing broke, so that there is none
 */
export function leaveBehind(
  reports: readonly RunReport[],
  { out, invariants }: Pick<RunSettings, 'out' | 'invariants'>,
  workbench: Workbench,
  terminal: Terminal,
): string | undefined {
  const runs = reports.map(runJson);
  const files = reports.flatMap(({ findings }) => findings.flatMap(({ file }) => file ?? []));
  try {
    writeRecording(out, RUN_FILE, runs.map(jsonLine).join(''));
    if (files.length === 0) return undefined;
    const inputs = files.map((file) => readInput(file, undefined, workbench));
    const sources = { title: out, inputs, runs, matrices: [] };
    const html = page(sources, { subject: undefined, invariants, mutant: undefined }, workbench);
    return writeRecording(out, PAGE_FILE, html);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`allocheck: ${error.message}\n`);
    return undefined;
  }
}
