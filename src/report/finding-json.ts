/** What broke, for machines. */
import { commandCount } from '../program/program.ts';
import { printProgram } from '../program/print.ts';
import { findingMessage } from './finding.ts';
import type { FindingReport } from './finding.ts';
import type { FindingJson, ShrunkJson } from './schema/finding.ts';
import { rounded } from './words.ts';

/** As the schemas say (schema/parts.ts). */
export const JSON_VERSION = 1;

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
