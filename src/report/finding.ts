/** A finding with all that is told of it: what the text and the JSON of every command are made from. */
import type { Finding } from '../../spec/invariant.ts';
import type { CampaignFinding } from '../campaign/result.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { printCommand } from '../program/print.ts';
import { counted } from './words.ts';

/** What was broken: an invariant or a relation, in words. */
export interface Statement {
  readonly id: string;
  readonly holds: string;
  readonly because: string;
}

export interface FindingReport {
  readonly finding: Finding;
  /** What tells the bug from others; absent where none are told apart. */
  readonly signature?: string | undefined;
  /** Runs of the campaign that showed it; absent where it was only one that ran. */
  readonly runs?: number | undefined;
  /** Undefined when the catalogue has no such invariant, or relation. */
  readonly invariant: Statement | undefined;
  readonly alsoBroken: readonly string[];
  /** What shows it. */
  readonly program: Program;
  /** Where a relation broke: what the second run was of. */
  readonly second?: Program | undefined;
  /** How the program was made smaller; undefined when it was not. */
  readonly shrunk: Shrunk | undefined;
  /** Where the recording was written; undefined when it was not. */
  readonly file: string | undefined;
  /** Whether `file` is of the corpus, which showed it. Absent where no corpus is run. */
  readonly known?: boolean;
  /** Line of the trace that became the command, from 1; absent where there is no trace. */
  readonly line?: number | undefined;
  /** The command line that shows it again. */
  readonly replay: string | undefined;
}

export interface Shrunk {
  /** As it was found. */
  readonly original: Program;
  /** False when the same program did not break it again, so that nothing could be made smaller. */
  readonly repeats: boolean;
  readonly evaluations: number;
  /** How many shorter programs of the same commands there are, none of which breaks it; undefined: not tried. */
  readonly shorter?: number | undefined;
  readonly seconds: number;
}

/** What a campaign knows of a finding. */
export function ofCampaign(
  found: CampaignFinding,
  seconds: number,
): Pick<
  FindingReport,
  'finding' | 'signature' | 'runs' | 'alsoBroken' | 'program' | 'second' | 'shrunk'
> {
  const { finding, signature, runs, alsoBroken, original, repeats, shrunk, second } = found;
  const { program, evaluations, shorter } = shrunk;
  return {
    finding,
    signature,
    runs,
    alsoBroken,
    program,
    second,
    shrunk: { original, repeats, evaluations, shorter, seconds },
  };
}

/** Numbers in the values of a finding that are written as addresses are. */
export function addressesOf({ violation: { at, expected, actual } }: Finding): readonly number[] {
  return [...`${at} ${expected} ${actual}`.matchAll(/0x[\da-f]+/g)].map(([text]) => Number(text));
}

/** What broke, on one line. */
export function findingMessage({ violation: { at, expected, actual } }: Finding): string {
  return `at ${at}: expected ${expected}, found ${actual}`;
}

/** At which point of the program. */
export function whenText({ program, finding: { step }, line }: FindingReport): string {
  const count = commandCount(program);
  const commands = counted(count, 'command');
  if (step >= count) return `at the end of ${commands}`;
  const where = line === undefined ? '' : `, line ${line} of the trace`;
  return `at step ${step} of ${commands}${where} (${printCommand(program, step)})`;
}
