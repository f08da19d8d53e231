/**
 * Measures what guided generation brings: the commands until each of the Go model's marks is reached, by programs that
 * are drawn at random, and by those of the profile `guided`. From the root of the repository, in some minutes:
 *
 *     npm run build && npm run bench:guidance [SEEDS]
 *
 * Each figure is the median over the seeds. The goal is about the marks that are the coldest without guidance. Commands
 * are counted, not seconds, so the figures are the same on every machine.
 */
import { goSubject } from '../models/go/subject.ts';
import { goMarks } from '../spec/marks/go.ts';
import { stepMarks } from '../spec/marks/gc.ts';
import { profileFor } from '../src/workload/profile.ts';
import { GUIDED, MIXED } from '../src/workload/profiles.ts';
import { firstsOf, reachRows, timesFewer } from './reach.ts';
import type { Firsts, ReachRow } from './reach.ts';
import { alignedTable } from './table.ts';

const SEEDS = 21;
/** Far more than half of the seeds need for any mark. */
const COMMANDS_MAX = 60_000;
const COLDEST = 10;
const GOAL = 3;

function firsts(seeds: number, base: typeof MIXED): readonly Firsts[] {
  const profile = profileFor(goSubject, base);
  return Array.from({ length: seeds }, (_, seed) => {
    process.stderr.write(`${base.id}: seed ${seed + 1} of ${seeds}\n`);
    return firstsOf(goSubject, profile, seed + 1, COMMANDS_MAX);
  });
}

function tableOf(rows: readonly ReachRow[]): string {
  const count = (figure: number): string => figure.toLocaleString('en-US');
  return alignedTable(
    ['mark', 'random', 'guided', 'times fewer'],
    rows.map((row) => [
      row.id,
      count(row.random),
      count(row.guided),
      (row.random / row.guided).toFixed(1),
    ]),
  );
}

function main(seeds: number): void {
  const ids = [...stepMarks, ...goMarks].map(({ id }) => id);
  const rows = reachRows(ids, firsts(seeds, MIXED), firsts(seeds, GUIDED));
  const times = timesFewer(rows.slice(0, COLDEST));
  process.stdout.write(tableOf(rows));
  process.stdout.write(
    `\nthe ${COLDEST} coldest: ${times.toFixed(2)} times fewer commands (goal: ${GOAL}, ${times >= GOAL ? 'met' : 'missed'})\n`,
  );
}

main(Number(process.argv[2] ?? SEEDS));
