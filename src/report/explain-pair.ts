/** The two runs that a relation compared, each command by command, as far as where they disagree. */
import type { Finding } from '../../spec/invariant.ts';
import type { Trace } from '../../spec/trace.ts';
import type { BrokenPair } from '../engine/relations.ts';
import { commandAt } from '../program/edit.ts';
import { isMaker } from '../program/labels.ts';
import { printCommand, printProgram } from '../program/print.ts';
import { commandCount, labelName } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { noteText } from './explain-answers.ts';
import type { StoryLine } from './explain-story.ts';

/** One of them. */
export interface RunOfPair {
  readonly title: string;
  readonly program: Program;
  readonly lines: readonly StoryLine[];
}

export function runsOfPair(pair: BrokenPair): readonly [first: RunOfPair, second: RunOfPair] {
  const { relation, first, second, finding, places, traces } = pair;
  const own = Array.from({ length: commandCount(first) }, (_, i) => ({ from: i, to: i + 1 }));
  const isSame = printProgram(first) === printProgram(second);
  const where = relation.against === undefined ? '' : ', on the reference';
  const what = isSame ? 'of the same program' : 'of what the program is rewritten to';
  return [
    {
      title: 'the first run:',
      program: first,
      lines: linesOf(first, { trace: traces.first, places: own, finding }),
    },
    {
      title: `the second run, ${what}${where}:`,
      program: second,
      lines: linesOf(second, { trace: traces.second, places, finding }),
    },
  ];
}

interface Noted {
  /** By the commands of the first program. */
  readonly trace: Trace;
  /** Where these stand in the program that is told. */
  readonly places: BrokenPair['places'];
  readonly finding: Finding;
}

/** Each command, up to where the runs disagree. What several commands did is told at the last of them. */
function linesOf(program: Program, { trace, places, finding }: Noted): readonly StoryLine[] {
  const nameOf = (maker: number): string => labelMadeIn(program, places[maker]);
  const origins = new Map(places.map(({ to }, origin) => [to - 1, origin]));
  const count = places[finding.step]?.to ?? commandCount(program);
  const lines = Array.from({ length: count }, (_, step): StoryLine => {
    const origin = origins.get(step);
    const note = origin === undefined ? undefined : trace.notes[origin];
    const command = printCommand(program, step);
    const answer = note === undefined ? '' : noteText(commandAt(program, step)[0], note, nameOf);
    return { step, command, answer, isGuilty: origin === finding.step };
  });
  if (finding.step < places.length) return lines;
  return [...lines, { step: count, command: 'the end', answer: '', isGuilty: true }];
}

/** The block that the commands of a place make. */
function labelMadeIn(program: Program, place: Noted['places'][number] | undefined): string {
  for (let index = place?.from ?? 0; index < (place?.to ?? 0); index += 1) {
    const [op, label] = commandAt(program, index);
    if (isMaker(op)) return labelName(label);
  }
  return 'a block';
}
