/** Keeps what was found: writes recordings, and says by which command line they are replayed. */
import { UsageError } from '../base/errors.ts';
import { writeRecording } from '../engine/corpus.ts';
import { printRecording, recordingName } from '../engine/recording.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { FindingReport } from '../report/finding.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

interface ShrinkFlags {
  readonly subject?: string | undefined;
  /** Patterns of ids. */
  readonly invariants?: readonly string[];
  readonly any?: boolean;
}

export class Keeper {
  readonly #folder: string;
  readonly #flags: readonly string[];
  readonly #subjects: readonly SubjectDefinition[];

  /**
   * @param flags     those that a command line needs to have the same subjects again, as its words
   * @param subjects  those whose findings may be kept: they know their versions
   */
  constructor(
    folder: string,
    flags: readonly string[],
    subjects: readonly SubjectDefinition[] = [],
  ) {
    this.#folder = folder;
    this.#flags = flags;
    this.#subjects = subjects;
  }

  /** Writes the finding's program as a recording: its path; undefined, with a word on why, when that failed. */
  keep(
    { program, finding, invariant }: Pick<FindingReport, 'program' | 'finding' | 'invariant'>,
    terminal: Terminal,
  ): string | undefined {
    const text = printRecording(program, finding, {
      holds: invariant?.holds ?? finding.invariant,
      writtenBy: `allocheck ${VERSION}`,
      subjectVersion: this.#subjects.find(({ id }) => id === program.subject)?.version,
    });
    const name = recordingName(program, finding);
    try {
      return writeRecording(this.#folder, name, text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.err(`allocheck: ${error.message}\n`);
      return undefined;
    }
  }

  /** A command line to paste; undefined where there is no file. */
  replayLine(file: string | undefined, subject?: string): string | undefined {
    if (file === undefined) return undefined;
    return `${this.#line('replay', file)}${subject === undefined ? '' : ` --subject ${quoted(subject)}`}`;
  }

  /** The command line that makes a file's program smaller, with the flags that decide what it breaks. */
  shrinkLine(file: string, { subject, invariants = [], any = false }: ShrinkFlags): string {
    const on = subject === undefined ? '' : ` --subject ${quoted(subject)}`;
    const by = invariants.length === 0 ? '' : ` --invariants ${quoted(invariants.join())}`;
    return `${this.#line('shrink', file)}${on}${by}${any ? ' --any' : ''}`;
  }

  #line(command: string, file: string): string {
    return ['npx allocheck', command, ...[file, ...this.#flags].map(quoted)].join(' ');
  }
}

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
