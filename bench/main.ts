/**
 * Measures everything and writes bench/RESULTS.md, in some minutes. From the root of the repository:
 *
 *     npm run build && npm run bench
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { compileCLibrary } from './glibc.ts';
import type { CLibrary } from './glibc.ts';
import { JUDGED_WORKS, LONG, measureJudged } from './judged.ts';
import { WORKS, leastOf, measurePairs } from './pairs.ts';
import type { PairRow } from './pairs.ts';
import { renderResults } from './results.ts';
import { FULL } from './timing.ts';

const PASSES = 3;
const FOLDER = join(process.cwd(), 'bench');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** One after the other, so that a bad minute of a shared machine spoils one pass of a row at most. */
function onePass(c: CLibrary | undefined): readonly PairRow[] {
  return WORKS.map((work) => {
    const row = measurePairs(work, FULL, c);
    say(`${work.loop} ${work.table.name} ${work.live}: ${row.model.toFixed(1)} ns`);
    return row;
  });
}

function main(): void {
  const c = compileCLibrary(join(FOLDER, 'glibc-pair.c'));
  if (c === undefined) say('no C compiler: the C library is left out');
  const passes = Array.from({ length: PASSES }, () => onePass(c));
  c?.dispose();
  const judged = JUDGED_WORKS.map((work) => {
    const row = measureJudged(work, LONG);
    say(`${work.mix.name} ${work.live}: ${row.judged.toFixed(0)} ns judged`);
    return row;
  });
  const [load] = loadavg();
  const machine = `Node ${process.versions.node} on ${cpus()[0]?.model ?? 'a processor'}, load ${load?.toFixed(1)}`;
  writeFileSync(
    join(FOLDER, 'RESULTS.md'),
    renderResults({ pairs: leastOf(passes), judged, c: c?.name, machine }),
  );
}

main();
