/** An executable, its process, and what became of programs in it, for machines. */
import { protText } from '../../spec/views/process.ts';
import { outcomeText } from '../../spec/views/process-text.ts';
import { printProcessProgram } from '../process/text.ts';
import { JSON_VERSION } from './finding-json.ts';
import type { LayoutReport } from './process-layout.ts';
import type { ProcessBreak, ProcessReplay, ProcessRunReport } from './process-run.ts';
import type { ProcessJson } from './schema/process.ts';
import { rounded } from './words.ts';

/** @param replays  undefined where no program was given */
export function processJson(
  { file, isPie, image, sections, regions, gaps }: LayoutReport,
  run: ProcessRunReport | undefined,
  replays: readonly ProcessReplay[] | undefined,
): ProcessJson {
  return {
    version: JSON_VERSION,
    file,
    pie: isPie,
    entry: image.entry,
    bias: image.bias,
    sections: sections.map(({ name, bytes, addr }) => ({ name, bytes, addr })),
    total: sections.reduce((sum, { bytes }) => sum + bytes, 0),
    regions: regions.map(({ start, end, prot, kind }) => {
      return { start, end, rights: protText(prot), kind };
    }),
    gaps: gaps.map(({ start, end, name }) => ({ start, end, name })),
    ...(run === undefined ? {} : { run: runJson(run) }),
    ...(replays === undefined ? {} : { programs: replays.map(replayJson) }),
  };
}

function runJson({
  campaign,
  broke,
  seconds,
  interrupted,
}: ProcessRunReport): NonNullable<ProcessJson['run']> {
  const { seed, runs, commands, outcomes, judged } = campaign;
  return {
    seed,
    runs,
    commands,
    seconds: rounded(seconds),
    interrupted,
    outcomes: outcomes.map(([what, count]) => ({ what, count })),
    invariants: [...judged].map(([id, times]) => ({ id, judged: times, vacuous: times === 0 })),
    findings: broke === undefined ? [] : [breakJson(broke)],
  };
}

function replayJson({
  path,
  steps,
  broke,
}: ProcessReplay): NonNullable<ProcessJson['programs']>[number] {
  return {
    file: path,
    commands: steps.map(({ command, outcome, region }) => {
      return { command, outcome: outcomeText(outcome), region };
    }),
    findings: broke === undefined ? [] : [breakJson(broke)],
  };
}

function breakJson({
  finding,
  alsoBroken,
  program,
  file,
}: ProcessBreak): NonNullable<ProcessJson['run']>['findings'][number] {
  const { invariant, step, violation } = finding;
  return {
    invariant,
    step,
    ...violation,
    alsoBroken,
    program: printProcessProgram(program),
    ...(file === undefined ? {} : { file }),
  };
}
