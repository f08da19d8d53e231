/**
 * Measures anew what mutants say of themselves, `withinRuns` and `shortest`, and writes it into their files. After a change of
 * the generator or of the shrinker, or with anything in their place in a new mutant:
 *
 *     npm run build && npm run shortest                  all of them; takes some twenty minutes
 *     npm run build && npm run shortest -- 'malloc/*'    those that fit, as `allocheck mutants` takes them
 *     npm run format && npm run build && npm run docs
 *
 * The smallest program is what the first seed, its own before others, comes to that needs no more commands than were known; where all need more, the
 * fewest. The budget stays where it is three times what the seeds took at most, and else becomes that. A mutant that no seed
 * catches is named, and stays as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../spec/invariants/index.ts';
import { relations } from '../spec/relations/index.ts';
import { loadMutant } from '../models/mutants/load.ts';
import { mutants } from '../models/mutants/index.ts';
import { isEquivalent } from '../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../models/mutants/mutant.ts';
import { campaign } from '../src/campaign/campaign.ts';
import { BREAKDOWN } from '../src/campaign/trial.ts';
import { UsageError } from '../src/base/errors.ts';
import { chosen as chosenBy } from '../src/cli/patterns.ts';
import { printProgram } from '../src/program/text.ts';
import { profileFor } from '../src/workload/profile.ts';
import { standardProfile } from '../src/workload/standard-profile.ts';

const SEEDS = [1, 2, 3, 4];
/** Programs that are looked at in any case: what is within its budget by luck is not missed. */
const RUNS_MAX = 3000;
/** Columns of a line. */
const LINE_MAX = 100;
/** Times what the seeds took. */
const SLACK = 3;

const judging = catalogue.filter(({ id }) => id !== BREAKDOWN);

/** The commands of a smallest program, and what follows the subject's name in its `heap` line. */
interface Smallest {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly heap: string;
}

/** Of the seeds, the first that comes to no more commands than are known, or else to the fewest. */
function smallest(mutant: Mutant): Smallest | undefined {
  let best: Smallest | undefined;
  for (const seed of new Set([mutant.shortest.seed ?? 1, ...SEEDS])) {
    const { shrunk } = hunt(mutant, seed, true);
    if (shrunk === undefined || shrunk.lines.length >= (best?.lines.length ?? Infinity)) continue;
    best = shrunk;
    if (best.lines.length <= mutant.shortest.lines.length) break;
  }
  return best;
}

/** What a campaign comes to from one seed: nothing where what the mutant names did not break, or none is to be shrunk. */
function hunt(
  mutant: Mutant,
  seed: number,
  shrinks: boolean,
): { readonly runs: number; readonly shrunk: Smallest | undefined } {
  const subject = loadMutant(mutant);
  const steps = campaign({
    subject,
    catalogue: judging,
    relations: relations.filter(({ id }) => mutant.caughtBy.includes(id)),
    profile: profileFor(subject, standardProfile(subject)),
    seed,
    runs: RUNS_MAX,
    first: [],
    maxFindings: 1,
  });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next(shrinks || next.value.shrinking === undefined);
  const { runs, findings } = next.value;
  const [found] = findings;
  const broken = found === undefined ? [] : [found.finding.invariant, ...found.alsoBroken];
  const isCaught = broken.some((id) => mutant.caughtBy.includes(id));
  if (!shrinks || found === undefined || !isCaught) return { runs, shrunk: undefined };
  const [, head = '', ...lines] = printProgram(found.shrunk.program).trim().split('\n');
  return { runs, shrunk: { seed, lines, heap: head.split(' ').slice(2).join(' ') } };
}

/** @param runs  programs that it is to be found within */
function write(mutant: Mutant, { lines, heap, seed }: Smallest, runs: number): void {
  const file = join(process.cwd(), 'models', 'mutants', `${mutant.id}.ts`);
  const withinRuns = runs <= mutant.withinRuns ? mutant.withinRuns : Math.ceil(runs / 10) * 10;
  const shortest = [
    `lines: [${lines.map(quoted).join(', ')}],`,
    ...(heap === '' ? [] : [`heap: ${quoted(heap)},`]),
    ...(seed === 1 ? [] : [`seed: ${seed},`]),
  ];
  const text = readFileSync(file, 'utf8');
  const [head = ''] = text.split(/^ {2}withinRuns: /m);
  const line = `  shortest: { ${shortest.join(' ').slice(0, -1)} },`;
  const block = `  shortest: {\n    ${shortest.join('\n    ')}\n  },`;
  const last = line.length > LINE_MAX || shortest.length > 1 ? block : line;
  const written = `${head}  withinRuns: ${withinRuns},\n${last}\n});\n`;
  if (written === text) return;
  writeFileSync(file, written);
  process.stdout.write(`${mutant.id}: ${lines.length} commands, within ${withinRuns} programs\n`);
}

function quoted(line: string): string {
  return `'${line.replaceAll("'", String.raw`\'`)}'`;
}

function measure(mutant: Mutant): void {
  const programs = SEEDS.map((seed) => hunt(mutant, seed, false).runs);
  const shrunk = smallest(mutant);
  if (shrunk !== undefined) return write(mutant, shrunk, SLACK * Math.max(...programs));
  process.stderr.write(`${mutant.id}: what it names breaks from no seed\n`);
  process.exitCode = 1;
}

function main(patterns: readonly string[]): void {
  try {
    const chosen: readonly AnyMutant[] = chosenBy('mutant', mutants, patterns);
    for (const mutant of chosen) if (!isEquivalent(mutant)) measure(mutant);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

main(process.argv.slice(2));
