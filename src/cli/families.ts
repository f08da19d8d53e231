/**
 * What is judged besides allocators, each with invariants and mutants of its own: a process, and escape analysis.
 *
 * They are no part of the workbench, since `run` and its like judge allocators alone; lists, explanations and the kill matrix
 * have all.
 */
import type { analyzeEscape } from '../../models/escape/analyze.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { loadModule } from '../../models/mutants/load.ts';
import type { AnyMutant, Mutant } from '../../models/mutants/mutant.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { readElf } from '../../models/process/elf.ts';
import { layOut } from '../../models/process/layout.ts';
import { makeProcess } from '../../models/process/process.ts';
import { elfBytes } from '../../models/process/tiny-elf.ts';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import type { MakeProcess } from '../../spec/process.ts';
import { familyTrial } from '../campaign/family-trial.ts';
import type { FamilyTrialSettings } from '../campaign/family-trial.ts';
import type { Trial } from '../campaign/trial.ts';
import { judgeEscape } from '../escape/judge.ts';
import type { EscapeJudge } from '../escape/judge.ts';
import { triedEscape } from '../escape/trial.ts';
import { triedProcess } from '../process/trial.ts';
import { everyProcessBreak } from '../process/run.ts';
import type { ProcessSetting } from '../process/run.ts';
import { HEAD, parseProcessProgram } from '../process/text.ts';
import type { Shortest } from '../report/shortest-text.ts';
import type { Workbench } from './workbench.ts';

export interface Family {
  readonly invariants: readonly AnyInvariant[];
  readonly mutants: readonly Mutant[];
  /** What a mutant's smallest program is, and what it breaks. */
  readonly shortest: (mutant: Mutant) => Shortest;
  /** What looks for a mutant from one seed after the other. */
  readonly trials: (mutant: Mutant, catalogue: readonly AnyInvariant[]) => TryFamily;
}

type TryFamily = (settings: FamilyTrialSettings) => Trial;

const FAMILIES: readonly Family[] = [
  {
    invariants: processCatalogue,
    mutants: processMutants,
    shortest: (mutant) => {
      const { lines, heap } = mutant.shortest;
      const system = heap === undefined ? [] : [`system ${heap}`];
      const program = [HEAD, ...system, ...lines];
      const parsed = parseProcessProgram(program.join('\n'), mutant.id);
      const findings = everyProcessBreak(parsed, processSetting(mutant, processCatalogue));
      return { program, findings };
    },
    trials: (mutant, catalogue) => {
      const tried = triedProcess(processSetting(mutant, catalogue), makeProcess);
      return (settings) => familyTrial(tried, settings);
    },
  },
  {
    invariants: escapeCatalogue,
    mutants: escapeMutants,
    shortest: (mutant) => {
      const { lines } = mutant.shortest;
      const program = loadEscape(`${lines.join('\n')}\n`, mutant.id);
      const { findings } = judgeEscape(program, escapeJudge(mutant, escapeCatalogue));
      return { program: lines, findings };
    },
    trials: (mutant, catalogue) => {
      const tried = triedEscape(escapeJudge(mutant, catalogue));
      return (settings) => familyTrial(tried, settings);
    },
  },
];

function processSetting(mutant: Mutant, catalogue: readonly AnyInvariant[]): ProcessSetting {
  const { makeProcess: faulty } = loadModule('models/process/process.ts', mutant);
  const image = layOut(readElf('a small executable', elfBytes()));
  return { image, make: faulty as MakeProcess, catalogue };
}

function escapeJudge(mutant: Mutant, catalogue: readonly AnyInvariant[]): EscapeJudge {
  const { analyzeEscape: faulty } = loadModule('models/escape/analyze.ts', mutant);
  return { analyze: faulty as typeof analyzeEscape, catalogue };
}

/** The family of an invariant or a mutant; undefined for those of allocators. */
export function familyOf(id: string): Family | undefined {
  return FAMILIES.find(({ invariants, mutants }) =>
    [...invariants, ...mutants].some((each) => each.id === id),
  );
}

/** What there is, of allocators and of the families. */
export function allInvariants({
  invariants,
}: Pick<Workbench, 'invariants'>): readonly AnyInvariant[] {
  return [...invariants, ...FAMILIES.flatMap((family) => family.invariants)];
}

export function allMutants({ mutants }: Pick<Workbench, 'mutants'>): readonly AnyMutant[] {
  return [...mutants, ...FAMILIES.flatMap((family) => family.mutants)];
}
