/** The figures as Markdown: goals first, then ratios, which carry over to other machines, then times. */
import { goalsOf, isMet } from './goals.ts';
import type { JudgedRow } from './judged.ts';
import type { Loop } from './loops.ts';
import type { PairRow } from './pairs.ts';
import { alignedTable } from './table.ts';

export interface Results {
  readonly pairs: readonly PairRow[];
  readonly judged: readonly JudgedRow[];
  /** Name of the C library; undefined where there is no C compiler. */
  readonly c: string | undefined;
  /** Node, the processor and its load, as text. */
  readonly machine: string;
}

const HEADER = `# Results of the benches

Written by the bench itself; do not edit. To make it again:

\`\`\`
npm run build && npm run bench
\`\`\`
`;

const METHOD = `## How it is measured

- CPU time (\`process.cpuUsage\`) in one process, \`node --single-threaded\`. Contenders take turns in
  slices of 3 ms or more, after 200 ms of warm-up; the lower quartile of 13 slices counts, and of
  three passes over all loops the least.
- The first instance of each heap is made, used and thrown away, and the second one measured.
- The model serves blocks without pointers, not zeroed, in 32-bit address space. It simulates
  addresses: no memory is touched. Beside it \`@thi.ng/malloc\` has a pool of 64 MiB. The C loop is
  compiled with \`cc -O2\`.
- _lifo_ is malloc, free. _batch_ is 1,000 mallocs, then 1,000 frees in the same order. _replace_ frees a
  random block of those that are live, and allocates another. _mixed_ are the sizes that servers ask
  for (src/workload/fleet.ts) up to 64 KiB.
- _judged_: a program that replaces random blocks, through \`execute\` with the whole catalogue; whole
  judgements have their share. _unjudged_: the same with an empty catalogue; blocks are still written
  and compared: every byte up to 1 KiB; of larger blocks both ends, and a word of each 128 bytes
  between. _bare_: malloc and free of the model alone, which still logs what it touches. Of six
  runs of each the first is not counted, and of the others the second best is given.
- Programs: _small_ has fleet sizes up to 2 KiB; in _pages_ one block in 10 has 33 to 93 KB; in
  _pointers_ half of the small blocks may hold pointers.
- A ratio of 1.5 or more can be trusted, its second digit cannot: repeats scatter by a quarter.
`;

export function renderResults(results: Results): string {
  const { pairs, judged, c, machine } = results;
  const library = c ?? 'no C compiler';
  return [
    HEADER,
    `Made with ${machine}; ${library}.\n`,
    '## Goals\n',
    goalTable(results),
    '## Per malloc+free pair, as ratios\n',
    pairTable('lifo', pairs),
    pairTable('batch', pairs),
    pairTable('replace', pairs),
    '## Judged, as ratios\n',
    judgedTable(judged),
    '## Nanoseconds per malloc+free pair\n',
    nsTable(pairs, library),
    '## Nanoseconds per command\n',
    judgedNsTable(judged),
    METHOD,
  ].join('\n');
}

function goalTable({ pairs, judged }: Results): string {
  const rows = goalsOf(pairs, judged).map((goal) => [
    goal.what,
    `at ${goal.least ? 'least' : 'most'} ${count(goal.asked)}`,
    short(goal.measured),
    Number.isNaN(goal.measured) ? 'not measured' : isMet(goal) ? 'met' : 'missed',
  ]);
  return alignedTable(['goal', 'asked', 'measured', ''], rows);
}

function pairTable(loop: Loop, pairs: readonly PairRow[]): string {
  const rows = pairs
    .filter(({ work }) => work.loop === loop)
    .map(({ work: { table, live }, model, thing, c }) => [
      table.name,
      count(live),
      short(thing / model),
      short(model / c),
    ]);
  const head = [`${loop}: bytes`, 'live', '@thi.ng / model', 'model / C'];
  return alignedTable(head, rows);
}

function judgedTable(judged: readonly JudgedRow[]): string {
  const head = ['program', 'live', 'judged commands/s', 'judged / unjudged', 'unjudged / bare'];
  const rows = judged.map(({ mix, live, judged: ns, unjudged, bare, checks }) => [
    mix.name,
    count(live),
    count(Math.round(1e9 / ns / 1000) * 1000),
    short(ns / unjudged),
    short(unjudged / bare),
    short(checks),
  ]);
  return alignedTable([...head, 'checks per command'], rows);
}

function nsTable(pairs: readonly PairRow[], library: string): string {
  const rows = pairs.map(({ work: { loop, table, live }, model, thing, c }) => [
    loop,
    table.name,
    count(live),
    ...[model, thing, c].map(short),
  ]);
  const head = ['loop', 'bytes', 'live', 'model', '@thi.ng/malloc', library];
  return alignedTable(head, rows);
}

function judgedNsTable(judged: readonly JudgedRow[]): string {
  const rows = judged.map(({ mix, live, judged: ns, unjudged, bare }) => [
    mix.name,
    count(live),
    ...[ns, unjudged, bare].map(short),
  ]);
  return alignedTable(['program', 'live', 'judged', 'unjudged', 'bare'], rows);
}

/** A figure with as many digits as it is worth; a dash where there is none. */
function short(figure: number): string {
  if (!Number.isFinite(figure)) return '–';
  return figure < 10 ? figure.toFixed(2) : figure < 100 ? figure.toFixed(1) : count(figure);
}

/** A whole number with commas. */
function count(figure: number): string {
  return Math.round(figure).toLocaleString('en-US');
}
