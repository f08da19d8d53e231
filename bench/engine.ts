/**
 * Hunts mutants with allocheck's engine and with plain fast-check, and writes bench/ENGINE.md, in some minutes. From the
 * root of the repository:
 *
 *     npm run build && npm run bench:engine
 *
 * With `--quick` it hunts few of them from few seeds, and prints what it would write.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
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

function main(isQuick: boolean): void {
  const all = spreadOfMutants();
  const mutants = isQuick ? all.filter((_, i) => i % QUICK.every === 0) : all;
  const { seeds, budget } = isQuick ? QUICK : { seeds: SEEDS, budget: BUDGET };
  const preys = mutants.map((mutant, i) => {
    process.stderr.write(`${mutant.id}: ${i + 1} of ${mutants.length}\n`);
    return huntAll(preyOf(mutant), seeds, budget);
  });
  const text = renderEngines({ preys, seeds, budget, machine: machine() });
  if (isQuick) process.stdout.write(text);
  else writeFileSync(join(process.cwd(), 'bench', 'ENGINE.md'), text);
}

main(process.argv.includes('--quick'));
