/**
 * Shrinks what every mutant's campaigns find from several seeds, and writes bench/SHRINKING.md: how many of the programs are
 * as short as any that is known to break the same. From the root of the repository, in some twenty minutes for five seeds:
 *
 *     npm run build && npm run bench:shrinking [-- SEEDS]
 *
 * Every fourth mutant is set aside: no pass of the shrinker was written by looking at what becomes of it.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../spec/invariants/index.ts';
import type { SubjectDefinition } from '../spec/subject.ts';
import { loadMutant } from '../models/mutants/load.ts';
import { mutants } from '../models/mutants/index.ts';
import { isEquivalent } from '../models/mutants/mutant.ts';
import type { Mutant } from '../models/mutants/mutant.ts';
import { leadOf, shrinkingFinding } from '../src/campaign/broken-run.ts';
import type { BrokenRun } from '../src/campaign/broken-run.ts';
import { campaign } from '../src/campaign/campaign.ts';
import { BREAKDOWN } from '../src/campaign/trial.ts';
import { execute } from '../src/engine/execute.ts';
import { applicable } from '../src/engine/judge.ts';
import { commandCount } from '../src/program/program.ts';
import type { Program } from '../src/program/program.ts';
import { parseProgram, printProgram } from '../src/program/text.ts';
import { profileFor } from '../src/workload/profile.ts';
import { standardProfile } from '../src/workload/standard-profile.ts';
import { renderShrinking } from './shrinking-results.ts';
import type { MutantShrinks, Shrink } from './shrinking-results.ts';
import { cpuNs } from './timing.ts';

const SEEDS = 5;
/** Programs of a hunt. */
const BUDGET = 3000;
const SET_ASIDE_EVERY = 4;

const judging = catalogue.filter(({ id }) => id !== BREAKDOWN);

/** All that an invariant of the catalogue notices: what only a relation does is not compared. */
function faults(): readonly Mutant[] {
  const ids = new Set(judging.map(({ id }) => id));
  return mutants.filter(
    (mutant): mutant is Mutant =>
      !isEquivalent(mutant) && mutant.caughtBy.every((id) => ids.has(id)),
  );
}

/** The first program of a campaign that breaks something. */
function found(subject: SubjectDefinition, seed: number): BrokenRun | undefined {
  const profile = profileFor(subject, standardProfile(subject));
  const settings = { subject, profile, seed, runs: BUDGET, first: [], maxFindings: 1 };
  const steps = campaign({ ...settings, catalogue: judging });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(next.value.shrinking === undefined);
  const [finding] = next.value.findings;
  if (finding === undefined) return undefined;
  const judges = applicable(judging, subject.offers);
  const { original: program } = finding;
  const outcome = execute(program, subject, judges);
  return { program, outcome, run: undefined, subject, catalogue: judges };
}

function shrunk(broken: BrokenRun): Shrink {
  const start = cpuNs();
  const steps = shrinkingFinding(broken);
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(true);
  const ms = (cpuNs() - start) / 1e6;
  const { program, evaluations, shorter } = next.value.shrunk;
  return {
    aim: leadOf(broken),
    found: commandCount(broken.program),
    commands: commandCount(program),
    text: printProgram(program),
    breaks: brokenBy(program, broken.subject),
    evaluations,
    isProven: shorter !== undefined,
    ms,
  };
}

/** Ids of what a program breaks at the first step that breaks anything. */
function brokenBy(program: Program, subject: SubjectDefinition): readonly string[] {
  const { findings } = execute(program, subject, applicable(judging, subject.offers));
  return findings.map(({ invariant }) => invariant);
}

function shrinksOf(mutant: Mutant, place: number, seeds: number): MutantShrinks {
  const subject = loadMutant(mutant);
  const shrinks: Shrink[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const broken = found(subject, seed);
    if (broken !== undefined && broken.outcome.findings.length > 0) shrinks.push(shrunk(broken));
  }
  const { lines, heap } = mutant.shortest;
  const head = ['heap', mutant.id.split('/')[0], heap].filter(Boolean).join(' ');
  const program = parseProgram(['allocheck 1', head, ...lines, ''].join('\n'), mutant.id);
  const known = { commands: commandCount(program), breaks: brokenBy(program, subject) };
  const isSetAside = place % SET_ASIDE_EVERY === SET_ASIDE_EVERY - 1;
  return { id: mutant.id, isSetAside, shrinks, known };
}

function main(asked: string | undefined): void {
  const seeds = Number(asked ?? SEEDS);
  if (!Number.isInteger(seeds) || seeds < 1) {
    process.stderr.write(`${asked} is no count of seeds: write one, as ${SEEDS}\n`);
    process.exitCode = 2;
    return;
  }
  const all = faults();
  const rows = all.map((mutant, place) => {
    process.stderr.write(`${mutant.id}: ${place + 1} of ${all.length}\n`);
    return shrinksOf(mutant, place, seeds);
  });
  const [load] = loadavg();
  const machine = `Node ${process.versions.node} on a core of ${cpus()[0]?.model ?? 'a processor'}, load ${load?.toFixed(1)}`;
  const text = renderShrinking(rows, seeds, machine);
  writeFileSync(join(process.cwd(), 'bench', 'SHRINKING.md'), text);
  process.stdout.write(text);
}

main(process.argv[2]);
