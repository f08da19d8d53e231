/**
 * Hunts mutants with allocheck's engine and with plain fast-check, and writes bench/ENGINE.md, in some minutes. From the
 * root of the repository:
 *
 *     npm run build && npm run bench:engine [-- SEEDS]
 *
 * With `-- --quick` it hunts few of them from few seeds, and prints what it would write.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from '../models/mutants/mutant.ts';
import { huntAll, preyOf } from './engine-contest.ts';
import { spreadOfMutants } from './engine-mutants.ts';
import { renderEngines } from './engine-results.ts';

const SEEDS = 5;
/** Programs of a hunt. */
const BUDGET = 500;
const QUICK = { every: 5, seeds: 2, budget: 100 };

function machine(): string {
  const { version } = createRequire(import.meta.url)('fast-check/package.json') as {
    readonly version: string;
  };
  const [load] = loadavg();
  const [cpu] = cpus();
  const cores = `${cpus().length} cores of ${cpu?.model ?? 'a processor'}`;
  return `Node ${process.versions.node}, fast-check ${version} on ${cores}, load ${load?.toFixed(1)}`;
}

/** Which hunts there are. */
interface Choice {
  readonly mutants: readonly Mutant[];
  readonly seeds: number;
  readonly budget: number;
}

/** Undefined where that is no choice. */
function choose(asked: string | undefined): Choice | undefined {
  const mutants = spreadOfMutants();
  const { every, ...quick } = QUICK;
  if (asked === '--quick') return { mutants: mutants.filter((_, i) => i % every === 0), ...quick };
  const seeds = Number(asked ?? SEEDS);
  return Number.isInteger(seeds) && seeds > 0 ? { mutants, seeds, budget: BUDGET } : undefined;
}

function measure({ mutants, seeds, budget }: Choice): string {
  const preys = mutants.map((mutant, i) => {
    process.stderr.write(`${mutant.id}: ${i + 1} of ${mutants.length}\n`);
    return huntAll(preyOf(mutant), seeds, budget);
  });
  return renderEngines({ preys, seeds, budget, machine: machine() });
}

function main(asked: string | undefined): void {
  const choice = choose(asked);
  if (choice === undefined) {
    process.stderr.write(`${asked} is no count of seeds: write --quick, or a count as ${SEEDS}\n`);
    process.exitCode = 2;
    return;
  }
  const text = measure(choice);
  if (asked === '--quick') process.stdout.write(text);
  else writeFileSync(join(process.cwd(), 'bench', 'ENGINE.md'), text);
}

main(process.argv[2]);
