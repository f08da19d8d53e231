/**
 * Two revisions that judge the same programs, in turns: nanoseconds per command of each.
 *
 * The programs are cut into pieces of some tens of milliseconds. Both revisions run a piece after each other, so that a
 * bad moment of a shared machine hits both; of each piece the least time of all passes counts, since noise only adds.
 */
import { assert } from '../src/base/errors.ts';
import type { Program } from '../src/program/program.ts';
import { commandCount } from '../src/program/program.ts';
import type { Revision } from './revision.ts';
import { cpuNs } from './timing.ts';

export interface DuelWork {
  readonly name: string;
  readonly programs: readonly Program[];
}

export interface DuelRow {
  readonly name: string;
  readonly commands: number;
  /** Nanoseconds per command. */
  readonly before: number;
  readonly after: number;
}

/** Commands of a piece at least, of whole programs. */
const PIECE_COMMANDS = 2000;

/** @param passes  that count; one more comes first, in which the code gets warm */
export function duel(
  { name, programs }: DuelWork,
  [before, after]: readonly [Revision, Revision],
  passes: number,
): DuelRow {
  const pieces = piecesOf(programs);
  const least = pieces.map((): [number, number] => [Infinity, Infinity]);
  for (let pass = 0; pass <= passes; pass += 1) {
    for (const [i, piece] of pieces.entries()) {
      // Who comes second finds the caches as the first left them: that is each one's turn by turn.
      const order = pass % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      for (const side of order) {
        const ns = timeOf(piece, side === 0 ? before : after);
        if (pass > 0) least[i]![side] = Math.min(least[i]![side], ns);
      }
    }
  }
  const commands = programs.reduce((sum, program) => sum + commandCount(program), 0);
  const total = (side: 0 | 1): number => least.reduce((sum, ns) => sum + ns[side], 0) / commands;
  return { name, commands, before: total(0), after: total(1) };
}

/** Programs in their order, together so many that running them takes a while. */
function piecesOf(programs: readonly Program[]): readonly (readonly Program[])[] {
  const pieces: Program[][] = [];
  let commands = Infinity;
  for (const program of programs) {
    if (commands >= PIECE_COMMANDS) {
      pieces.push([]);
      commands = 0;
    }
    pieces.at(-1)!.push(program);
    commands += commandCount(program);
  }
  return pieces;
}

function timeOf(programs: readonly Program[], { execute, subject, catalogue }: Revision): number {
  const start = cpuNs();
  const outcomes = programs.map((program) => execute(program, subject, catalogue));
  const took = cpuNs() - start;
  for (const { findings } of outcomes)
    assert(findings.length === 0, `a finding: ${JSON.stringify(findings)}`);
  return took;
}
