/** The hunt as `allocheck run` does it: a campaign, and the shrinker. */
import { catalogue } from '../spec/invariants/index.ts';
import type { SubjectDefinition } from '../spec/subject.ts';
import { shrinkingFinding } from '../src/campaign/broken-run.ts';
import { campaign } from '../src/campaign/campaign.ts';
import type { CampaignFinding } from '../src/campaign/result.ts';
import { applicable } from '../src/engine/judge.ts';
import { execute } from '../src/engine/execute.ts';
import { commandCount } from '../src/program/program.ts';
import type { Program } from '../src/program/program.ts';
import { profileFor } from '../src/workload/profile.ts';
import { MIXED } from '../src/workload/profiles.ts';
import { Counter } from './engine-hunt.ts';
import type { Better, Found, Hunt, Shrunk } from './engine-hunt.ts';
import { cpuNs } from './timing.ts';

export function huntOurs(subject: SubjectDefinition, seed: number, budget: number): Hunt {
  const { finding, ...found } = find(subject, seed, budget);
  return { found, shrunk: finding && shrunk(subject, finding.original) };
}

type Search = Found & { readonly finding: CampaignFinding | undefined };

/** Ends with the first program that breaks something: the shrinker is stopped at its first evaluation. */
function find(definition: SubjectDefinition, seed: number, runs: number): Search {
  const counter = new Counter(definition);
  const { subject } = counter;
  const profile = profileFor(subject, MIXED);
  const start = cpuNs();
  const steps = campaign({ subject, catalogue, profile, seed, runs, first: [], maxFindings: 1 });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(next.value.shrinking === undefined);
  const ns = cpuNs() - start;
  const [finding] = next.value.findings;
  // What the shrinker ran before it was stopped, and the look at what it came to.
  const shrinking = finding === undefined ? 0 : finding.shrunk.evaluations + 1;
  const programs = counter.programs - shrinking;
  return { programs, commands: counter.commandsOf(programs), ns, finding };
}

function shrunk(definition: SubjectDefinition, program: Program): Shrunk {
  const counter = new Counter(definition);
  const judges = applicable(catalogue, definition.offers);
  const path: Better[] = [{ evaluation: 0, length: commandCount(program) }];
  const outcome = execute(program, definition, judges);
  const broken = { program, outcome, run: undefined, subject: counter.subject, catalogue: judges };
  const start = cpuNs();
  const steps = shrinkingFinding(broken, (candidate) => {
    path.push({ evaluation: counter.programs, length: commandCount(candidate) });
    return false;
  });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(true);
  const length = commandCount(next.value.shrunk.program);
  return { length, evaluations: counter.programs, path, ns: cpuNs() - start };
}
