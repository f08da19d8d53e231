/** Keeps what was found: writes recordings, and says by which command line they are replayed. */
import { UsageError } from '../base/errors.ts';
import { writeRecording } from '../engine/corpus.ts';
import { printRecording, recordingName } from '../engine/recording.ts';
import type { FindingReport } from '../report/finding.ts';
import type { Terminal } from './terminal.ts';

export class Keeper {
  readonly #folder: string;
  readonly #config: string | undefined;

  /** @param config  as `--config` names it */
  constructor(folder: string, config: string | undefined) {
    this.#folder = folder;
    this.#config = config;
  }

  /** Writes the finding's program as a recording: its path; undefined, with a word on why, when that failed. */
  keep(
    { program, finding, invariant }: Pick<FindingReport, 'program' | 'finding' | 'invariant'>,
    terminal: Terminal,
  ): string | undefined {
    const text = printRecording(program, finding, invariant?.holds ?? finding.invariant);
    const name = recordingName(text, program.subject, finding.invariant);
    try {
      return writeRecording(this.#folder, name, text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.err(`allocheck: ${error.message}\n`);
      return undefined;
    }
  }

  /** A command line to paste; undefined where there is no file. */
  replayLine(file: string | undefined): string | undefined {
    if (file === undefined) return undefined;
    const config = this.#config === undefined ? '' : ` --config ${quoted(this.#config)}`;
    return `npx allocheck replay ${quoted(file)}${config}`;
  }
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
