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
import { catalogue } from '../../dist/spec/invariants/index.js';
import { relations } from '../../dist/spec/relations/index.js';
import { loadMutant } from '../../dist/models/mutants/load.js';
import { mutants } from '../../dist/models/mutants/index.js';
import { isEquivalent } from '../../dist/models/mutants/mutant.js';
import { campaign } from '../../dist/src/campaign/campaign.js';
import { BREAKDOWN } from '../../dist/src/campaign/trial.js';
import { chosen as chosenBy } from '../../dist/src/cli/patterns.js';
import { printProgram } from '../../dist/src/program/text.js';
import { profileFor } from '../../dist/src/workload/profile.js';
import { standardProfile } from '../../dist/src/workload/standard-profile.js';

const SEEDS = [1, 2, 3, 4];
/** Programs that are looked at in any case: what is within its budget by luck is not missed. */
const RUNS_MAX = 3000;
/** Columns of a line. */
const LINE_MAX = 100;
/** Times what the seeds took. */
const SLACK = 3;

const judging = catalogue.filter(({ id }) => id !== BREAKDOWN);
for (const mutant of chosen(process.argv.slice(2)).filter((each) => !isEquivalent(each))) {
  const programs = SEEDS.map((seed) => hunt(mutant, seed, false).runs);
  const shrunk = smallest(mutant);
  if (shrunk === undefined) {
    console.error(`${mutant.id}: what it names breaks from no seed`);
    process.exitCode = 1;
  } else write(mutant, shrunk, SLACK * Math.max(...programs));
}

function chosen(patterns) {
  try {
    return chosenBy('mutant', mutants, patterns);
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** Of the seeds, the first that comes to no more commands than are known, or else to the fewest. */
function smallest(mutant) {
  let best;
  for (const seed of new Set([mutant.shortest.seed ?? 1, ...SEEDS])) {
    const { lines, heap } = hunt(mutant, seed, true);
    if (lines === undefined || lines.length >= (best?.lines.length ?? Infinity)) continue;
    best = { seed, lines, heap };
    if (lines.length <= mutant.shortest.lines.length) break;
  }
  return best;
}

/** What a campaign comes to from one seed; without lines where what it names did not break, or nothing was to be shrunk. */
function hunt(mutant, seed, shrinks) {
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
  if (!shrinks || !broken.some((id) => mutant.caughtBy.includes(id))) return { runs };
  const [, head, ...lines] = printProgram(found.shrunk.program).trim().split('\n');
  return { runs, heap: head.split(' ').slice(2).join(' '), lines };
}

function write(mutant, { lines, heap, seed }, runs) {
  const file = new URL(`../../models/mutants/${mutant.id}.ts`, import.meta.url);
  const withinRuns = runs <= mutant.withinRuns ? mutant.withinRuns : Math.ceil(runs / 10) * 10;
  const shortest = [
    `lines: [${lines.map(quoted).join(', ')}],`,
    ...(heap === '' ? [] : [`heap: ${quoted(heap)},`]),
    ...(seed === 1 ? [] : [`seed: ${seed},`]),
  ];
  const text = readFileSync(file, 'utf8');
  const [head] = text.split(/^ {2}withinRuns: /m);
  const line = `  shortest: { ${shortest.join(' ').slice(0, -1)} },`;
  const block = `  shortest: {\n    ${shortest.join('\n    ')}\n  },`;
  const tail = `  withinRuns: ${withinRuns},\n${line.length > LINE_MAX || shortest.length > 1 ? block : line}\n});\n`;
  if (head + tail === text) return;
  writeFileSync(file, head + tail);
  console.log(`${mutant.id}: ${lines.length} commands, within ${withinRuns} programs`);
}

function quoted(line) {
  return `'${line.replaceAll("'", String.raw`\'`)}'`;
}
