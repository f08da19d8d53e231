/** Trials of the mutants of escape analysis. All invariants are asked when a program is over, so what breaks breaks first. */
import type { Tried } from '../campaign/family-trial.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import type { Checked } from '../../models/escape/syntax.ts';
import { escapeProgram } from './campaign.ts';
import { judgeEscape } from './judge.ts';
import type { EscapeJudge } from './judge.ts';
import { shrinkEscape, statementsOf } from './shrink.ts';

export function triedEscape(judge: EscapeJudge): Tried<Checked> {
  const broken = (program: Checked): readonly string[] =>
    judgeEscape(program, judge).findings.map(({ invariant }) => invariant);
  return {
    draw: (seed, run) => loadEscape(escapeProgram(seed, run), `program ${run}`),
    first: (program) => ({ ids: broken(program), commands: statementsOf(program).length }),
    kills: broken,
    shrunk: (program, breaks) => {
      const { program: smallest } = shrinkEscape(program, breaks);
      return { commands: statementsOf(smallest).length, program: printEscape(smallest) };
    },
  };
}
