/** The figures of engines side by side as Markdown: goals first, then the sums, then each mutant. */
import { ENGINES } from './engine-contest.ts';
import type { PreyHunts } from './engine-contest.ts';
import {
  foundWithin,
  median,
  medianToFind,
  shortestSeen,
  shrunkOf,
  solvedWithin,
  versus,
} from './engine-figures.ts';
import type { Versus } from './engine-figures.ts';
import { evaluationsTo } from './engine-hunt.ts';
import type { Hunt } from './engine-hunt.ts';
import { alignedTable } from './table.ts';

export interface EngineResults {
  readonly preys: readonly PreyHunts[];
  readonly seeds: number;
  /** Programs of a hunt at most. */
  readonly budget: number;
  /** Node, fast-check, the processor and its load, as text. */
  readonly machine: string;
}

const header = (seeds: number): string => `# Engines side by side

Written by the bench itself; do not edit. To make it again:

\`\`\`
npm run build && npm run bench:engine -- ${seeds}
\`\`\`
`;

const METHOD = `## How it is measured

- A hunt is one mutant, looked for from one seed by one engine, in so many programs at most; and what it found, made
  smaller. Mutants: every fifth, in order of id, of those that an invariant notices and whose smallest known program has
  two commands or more. None was picked.
- _allocheck_ is the campaign and the shrinker of \`allocheck run\`, with the profile \`mixed\`.
- _fc_ is a model-based test as one writes it for fast-check: a class for each kind of command with \`check\` and \`run\`,
  \`fc.commands\`, \`fc.modelRun\`, \`fc.check\`, and the shrinking that comes with them. Its model is the oracle. It has the
  same commands, heaps and edge sizes to draw from, by allocheck's own weights of single commands. _fc_ has the default
  size, at most 10 commands; _fc +1_ has \`size: '+1'\`, at most 100.
- Both drive the same subject through the same client, judged at every step and at the end by the same catalogue. The
  search is counted inside the subject: programs are subjects made, commands are steps and ends. An evaluation is a candidate
  that is run; one that breaks what it should allocheck runs a second time, judged by all, which only the milliseconds show.
- allocheck makes smaller what breaks the same invariant; fast-check takes whatever fails. allocheck also ends with a
  plainer heap and smaller numbers, which the length does not show.
- Figures of a mutant are medians over the seeds, of an even number the lower. A hunt that found nothing counts, in the sums, with all it used:
  less than it would have taken, so the factor is a least one (≥). Sums are geometric means over the mutants; those of commands of the smallest program are
  arithmetic. Shrinking is compared on mutants that both found.
- _As short as both_ is the larger of the two medians of length: what both come to; where one found nothing, what the other
  comes to. _Programs until_ then are those of the search and the evaluations of the shrinker. The evaluations after the smallest
  is found look for a smaller one, in vain.
- Seconds are CPU time (\`process.cpuUsage\`) of one process, \`node --single-threaded\`; engines take turns at being first.
  All else is the same on every machine.
`;

/** Figures that are to be better than the others'. */
const GOALS = [
  'commands until it broke',
  'commands of the smallest program',
  'programs until as short as both',
];
const BUCKETS: readonly (readonly [
  unit: string,
  what: (hunt: Hunt) => number,
  most: readonly number[],
])[] = [
  ['programs', ({ found }) => found.programs, [1, 10, 100]],
  ['commands', ({ found }) => found.commands, [100, 1000, 10_000]],
  ['s', ({ found }) => found.ns / 1e9, [0.1, 1, 10]],
];
const NAMES = ENGINES.map(({ name }) => name);

export function renderEngines(results: EngineResults): string {
  const { preys, seeds, budget, machine } = results;
  const [, ...others] = NAMES;
  const compared = others.map((name, i) => ({ name, rows: versus(preys, i + 1) }));
  return [
    header(seeds),
    `Made with ${machine}; ${preys.length} mutants, ${seeds} seeds, ${count(budget)} programs a hunt.\n`,
    '## Goals\n',
    alignedTable(
      ['times better than', ...others, ''],
      GOALS.map((what) => goalRow(what, compared)),
    ),
    ...compared.flatMap(({ name, rows }) => [
      `## allocheck beside ${name}\n`,
      versusTable(name, rows),
    ]),
    `## Mutants found from all ${seeds} seeds within\n`,
    bucketTable(preys),
    `## Finding: ${NAMES.join(' / ')}\n`,
    findingTable(preys),
    `## Shrinking: ${NAMES.join(' / ')}\n`,
    shrinkingTable(preys),
    METHOD,
  ].join('\n');
}

function goalRow(
  what: string,
  compared: readonly { readonly rows: readonly Versus[] }[],
): readonly string[] {
  const rows = compared.map((each) => each.rows.find((row) => row.what === what)!);
  const isMet = rows.every(({ factor }) => factor > 1);
  return [what, ...rows.map(times), isMet ? 'met' : 'missed'];
}

function versusTable(name: string, rows: readonly Versus[]): string {
  return alignedTable(
    ['', 'allocheck', name, 'times better'],
    rows.map((row) => [row.what, short(row.ours), short(row.theirs), times(row)]),
  );
}

function times({ factor, isLeast }: Versus): string {
  return isLeast ? `≥ ${short(factor)}` : short(factor);
}

function bucketTable(preys: readonly PreyHunts[]): string {
  const rows = BUCKETS.flatMap(([unit, what, mosts]) =>
    mosts.map((most) => [
      `${count(most)} ${unit}`,
      ...NAMES.map((_, engine) => count(solvedWithin(preys, engine, what, most))),
    ]),
  );
  return alignedTable([`of ${preys.length}`, ...NAMES], rows);
}

function findingTable(preys: readonly PreyHunts[]): string {
  const rows = preys.map(({ name, hunts }) => [
    name,
    cell(hunts, (its) => foundWithin(its, ({ found }) => found.programs, Infinity)),
    cell(hunts, (its) => medianToFind(its, ({ found }) => found.programs)),
    cell(hunts, (its) => medianToFind(its, ({ found }) => found.commands)),
  ]);
  return alignedTable(['mutant', 'seeds that found it', 'programs', 'commands'], rows);
}

function shrinkingTable(preys: readonly PreyHunts[]): string {
  const rows = preys.map((prey) => [
    prey.name,
    count(shortestSeen(prey)),
    cell(prey.hunts, (its) => median(shrunkOf(its).map(({ length }) => length))),
    cell(prey.hunts, (its) =>
      median(shrunkOf(its).map((shrunk) => evaluationsTo(shrunk, shrunk.length))),
    ),
    cell(prey.hunts, (its) => median(shrunkOf(its).map(({ evaluations }) => evaluations))),
  ]);
  const head = ['mutant', 'shortest', 'commands', 'evaluations until then', 'evaluations in all'];
  return alignedTable(head, rows);
}

/** A figure of each engine. */
function cell(hunts: readonly (readonly Hunt[])[], of: (hunts: readonly Hunt[]) => number): string {
  return hunts.map((its) => count(of(its))).join(' / ');
}

/** A figure with as many digits as it is worth. */
function short(figure: number): string {
  return figure < 100 && !Number.isInteger(figure) ? figure.toFixed(2) : count(Math.round(figure));
}

/** With commas; a dash where there is none. */
function count(figure: number): string {
  return Number.isFinite(figure) ? figure.toLocaleString('en-US') : '–';
}
