/**
 * The matcher `expect(subject).toHoldInvariants(program)`: runs one program, and judges every step of it.
 *
 * A text is written by somebody to show something: where it gives no invariant anything to judge, that is an error, with `.not`
 * too. A program that was generated may do nothing, and so may those that it shrinks to.
 */
import type { SubjectDefinition } from '../../spec/subject.ts';
import { UsageError } from '../base/errors.ts';
import type { Config } from '../cli/define-config.ts';
import { execute } from '../engine/execute.ts';
import { parseRecording } from '../engine/recording.ts';
import type { Recording } from '../engine/recording.ts';
import { explanationOf, judgePairs } from '../engine/relations.ts';
import type { Program } from '../program/program.ts';
import type { Finding } from '../../spec/invariant.ts';
import { findingText } from '../report/finding-text.ts';
import type { Statement } from '../report/finding.ts';
import { PLAIN } from '../report/paint.ts';
import { counted } from '../report/words.ts';
import { checkSubject, judgesOf } from './judges.ts';
import type { Judges } from './judges.ts';

export interface HoldOptions {
  /** Patterns of ids, as of `--invariants`: `client/*`, or `!client/contents-kept` to leave one out. */
  readonly invariants?: readonly string[];
  /** Whose own invariants judge too. */
  readonly config?: Pick<Config, 'invariants' | 'relations'>;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What one program showed. */
interface Shown {
  readonly findings: readonly Finding[];
  readonly program: Program;
  readonly second?: Program;
  readonly commands: number;
  /** Invariants and relations that had something to judge. */
  readonly judging: number;
}

/** For `expect.extend`; importing `allocheck/vitest` does that. */
export const allocheckMatchers = { toHoldInvariants };

declare global {
  // vitest's own interface of matchers has other parameters in each of its versions; this one is below all of them.
  namespace Chai {
    interface Assertion {
      /**
       * No step of the program breaks an invariant. It may be a text, as a report prints it, or a recording: then a relation
       * that it says was broken is judged too. It is run on this subject, whichever it names.
       */
      toHoldInvariants(program: Program | string, options?: HoldOptions): void;
    }
  }
}

function toHoldInvariants(
  subject: unknown,
  program: Program | string,
  { invariants = [], config = {} }: HoldOptions = {},
): MatcherResult {
  checkSubject(subject, 'toHoldInvariants');
  const judges = judgesOf(subject, invariants, config);
  const recording = recordingOf(program, subject);
  const shown = shownBy(recording, subject, judges);
  const [finding] = shown.findings;
  const isIdle = shown.commands === 0 || shown.judging === 0;
  if (finding === undefined && isIdle && typeof program === 'string')
    throw new UsageError(
      `the program gives no invariant anything to judge: ${counted(shown.commands, 'command')}`,
    );
  return { pass: finding === undefined, message: () => messageOf(shown, subject, judges) };
}

function recordingOf(program: Program | string, { id }: SubjectDefinition): Recording {
  const given =
    typeof program === 'string'
      ? parseRecording(program, 'the program')
      : { program, broke: undefined };
  return { ...given, program: { ...given.program, subject: id } };
}

/** What broke: an invariant or, where the recording broke one, a relation while all invariants hold. */
function shownBy(
  { program, broke }: Recording,
  subject: SubjectDefinition,
  { catalogue, relations }: Judges,
): Shown {
  const { findings, commands, judged } = execute(program, subject, catalogue);
  const judging = judged.filter((count) => count > 0).length;
  const shown = { findings, program, commands, judging };
  const related = relations.filter(({ id }) => id === broke?.invariant);
  if (findings.length > 0 || broke?.seed === undefined) return shown;
  const pairs = judgePairs(related, { program, definition: subject, seed: broke.seed });
  const pair = pairs.find((each) => each.finding !== undefined);
  if (pair?.finding === undefined) return { ...shown, judging: judging + pairs.length };
  const explained = explanationOf(pair, subject, catalogue);
  if (explained !== undefined)
    return { ...shown, ...explained.outcome, program: explained.program };
  return { ...shown, findings: [pair.finding], program: pair.first, second: pair.second };
}

function messageOf(shown: Shown, { id }: SubjectDefinition, judges: Judges): string {
  const { findings, program, second, commands, judging } = shown;
  const [finding] = findings;
  if (finding === undefined)
    return (
      `${id} breaks nothing in ${counted(commands, 'command')}: ` +
      `${counted(judging, 'invariant')} had something to judge, and held`
    );
  const statements: readonly Statement[] = [...judges.catalogue, ...judges.relations];
  const report = {
    finding,
    invariant: statements.find((each) => each.id === finding.invariant),
    alsoBroken: findings.slice(1).map(({ invariant }) => invariant),
    program,
    second,
    shrunk: undefined,
    file: undefined,
    replay: undefined,
  };
  return findingText(report, PLAIN).join('\n').trimEnd();
}
