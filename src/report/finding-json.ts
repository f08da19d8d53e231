/** What broke, for machines. */
import { commandCount } from '../program/program.ts';
import { printProgram } from '../program/print.ts';
import { findingMessage } from './finding.ts';
import type { FindingReport } from './finding.ts';
import { rounded } from './words.ts';

/** Changes when a field changes its meaning or goes; new fields may come at any time. */
export const JSON_VERSION = 1;

export interface FindingJson {
  readonly invariant: string;
  /**
   * Index of the command, from 0, of the shrunk program where there is one; the number of commands stands for the end.
   */
  readonly step: number;
  readonly message: string;
  /** Of the trace, from 1; absent where there is no trace. */
  readonly line?: number;
  readonly alsoBroken: readonly string[];
  /** What tells the bug from others, on one line: equal wherever it is shrunk to the same. Absent for a plain replay. */
  readonly signature?: string;
  /** Runs that showed it. Absent for a plain replay. */
  readonly runs?: number;
  /** As it was found, in its text form. Absent for a recorded trace: the file has it. */
  readonly program?: string;
  /** Of a relation: what the second run was of, where the first was of the shrunk program. */
  readonly second?: string;
  /** Absent when it was not shrunk. */
  readonly shrunk?: ShrunkJson;
  /** The recording of it. Absent when there is none. */
  readonly file?: string;
  /** Whether that is of the corpus, which showed it. Absent where no corpus is run. */
  readonly known?: boolean;
  /** A command line. */
  readonly replay?: string;
}

export interface ShrunkJson {
  readonly commands: number;
  readonly program: string;
  readonly evaluations: number;
  /** Programs with fewer commands of the same kinds and numbers, none of which breaks it; absent: they were not tried. */
  readonly shorter?: number;
  readonly seconds: number;
}

/** Most commands of a program that is put into JSON as it was found. */
const PRINTED_COMMANDS_MAX = 10_000;

export function findingJson(report: FindingReport): FindingJson {
  const { finding, alsoBroken, signature, runs, second, shrunk, line, file, known, replay } =
    report;
  const found = shrunk?.original ?? report.program;
  return {
    invariant: finding.invariant,
    step: finding.step,
    message: findingMessage(finding),
    ...(line === undefined ? {} : { line }),
    alsoBroken,
    ...(signature === undefined ? {} : { signature }),
    ...(runs === undefined ? {} : { runs }),
    ...(commandCount(found) > PRINTED_COMMANDS_MAX ? {} : { program: printProgram(found) }),
    ...(second === undefined ? {} : { second: printProgram(second) }),
    ...(shrunk === undefined ? {} : { shrunk: shrunkJson(report, shrunk) }),
    ...(file === undefined ? {} : { file }),
    ...(known === undefined ? {} : { known }),
    ...(replay === undefined ? {} : { replay }),
  };
}

function shrunkJson(
  { program }: FindingReport,
  { evaluations, shorter, seconds }: NonNullable<FindingReport['shrunk']>,
): ShrunkJson {
  return {
    commands: commandCount(program),
    program: printProgram(program),
    evaluations,
    ...(shorter === undefined ? {} : { shorter }),
    seconds: rounded(seconds),
  };
}
