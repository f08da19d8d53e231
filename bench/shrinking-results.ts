/** How short shrunk programs are, as Markdown: goals first, then what fell short of the shortest that is known. */
import { alignedTable } from './table.ts';

/** What one program that broke something was made to. */
export interface Shrink {
  /** Id of the invariant that it was shrunk for. */
  readonly aim: string;
  /** Commands of the program that was found. */
  readonly found: number;
  /** Commands of the smallest. */
  readonly commands: number;
  readonly text: string;
  /** Ids of what it breaks. */
  readonly breaks: readonly string[];
  readonly evaluations: number;
  /** Whether all shorter programs of the same commands were tried. */
  readonly isProven: boolean;
  /** CPU time. */
  readonly ms: number;
}

export interface MutantShrinks {
  readonly id: string;
  readonly isSetAside: boolean;
  /** One for each seed that found it. */
  readonly shrinks: readonly Shrink[];
  /** The smallest program that the mutant itself names. */
  readonly known: Pick<Shrink, 'commands' | 'breaks'>;
}

/** Commands of the shortest program that is known to break what this one was shrunk for. */
export function shortestFor({ shrinks, known }: MutantShrinks, { aim }: Shrink): number {
  const same = [...shrinks, known].filter(({ breaks }) => breaks.includes(aim));
  return Math.min(...same.map(({ commands }) => commands));
}

/** The figure below which the share lies, by rank; NaN of none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

interface Figures {
  readonly shrinks: number;
  /** Percent. */
  readonly shortest: number;
  readonly excess: number;
  readonly slipped: number;
  readonly distinct: number;
  readonly evaluations: number;
  readonly ms: number;
}

export function figuresOf(rows: readonly MutantShrinks[]): Figures {
  const all = rows.flatMap((row) =>
    row.shrinks.map((shrink) => ({ shrink, excess: shrink.commands - shortestFor(row, shrink) })),
  );
  const shrinks = all.map(({ shrink }) => shrink);
  const isShortest = all.filter(({ excess }) => excess === 0).length;
  return {
    shrinks: all.length,
    shortest: (100 * isShortest) / all.length,
    excess: Math.max(0, ...all.map(({ excess }) => excess)),
    slipped: shrinks.filter(({ aim, breaks }) => !breaks.includes(aim)).length,
    distinct: quantile(
      rows.map((row) => new Set(row.shrinks.map(({ text }) => text)).size),
      0.5,
    ),
    evaluations: quantile(
      shrinks.map(({ evaluations }) => evaluations),
      0.5,
    ),
    ms: quantile(
      shrinks.map(({ ms }) => ms),
      0.99,
    ),
  };
}

const GOALS: readonly (readonly [
  what: string,
  asked: string,
  of: (figures: Figures) => number,
  isMet: (figure: number) => boolean,
])[] = [
  ['as short as the shortest known, %', '≥ 98', (it) => it.shortest, (figure) => figure >= 98],
  ['commands too many, at most', '≤ 2', (it) => it.excess, (figure) => figure <= 2],
  ['shrunk to another invariant', '0', (it) => it.slipped, (figure) => figure === 0],
  ['distinct results of a mutant, median', '1', (it) => it.distinct, (figure) => figure === 1],
  ['evaluations, median', '≤ 1500', (it) => it.evaluations, (figure) => figure <= 1500],
  ['CPU time of a shrink, p99, ms', '≤ 1000', (it) => it.ms, (figure) => figure <= 1000],
];

export function renderShrinking(
  rows: readonly MutantShrinks[],
  seeds: number,
  machine: string,
): string {
  const parts = [rows, rows.filter((it) => !it.isSetAside), rows.filter((it) => it.isSetAside)];
  const figures = parts.map(figuresOf);
  const table = [
    ['programs shrunk', '', ...figures.map(({ shrinks }) => String(shrinks)), ''],
    ...GOALS.map(([what, asked, of, isMet]) => [
      what,
      asked,
      ...figures.map((it) => short(of(it))),
      figures.every((it) => isMet(of(it))) ? 'met' : 'missed',
    ]),
  ];
  return [
    '# How short shrunk programs are\n',
    'Written by the bench itself; do not edit. To make it again:\n',
    `\`\`\`\nnpm run build && npm run bench:shrinking -- ${seeds}\n\`\`\`\n`,
    `Made with ${machine}; ${rows.length} mutants, ${seeds} seeds.\n`,
    alignedTable(['', 'goal', 'all', 'looked at', 'set aside', ''], table),
    '## Longer than the shortest known\n',
    alignedTable(
      ['mutant', 'invariant', 'found', 'shrunk', 'shortest', 'evaluations'],
      rows.flatMap(longerIn),
    ),
    METHOD,
  ].join('\n');
}

function longerIn(row: MutantShrinks): readonly (readonly string[])[] {
  return row.shrinks
    .map((shrink) => ({ shrink, shortest: shortestFor(row, shrink) }))
    .filter(({ shrink, shortest }) => shrink.commands > shortest)
    .map(({ shrink, shortest }) => [
      row.id,
      shrink.aim,
      ...[shrink.found, shrink.commands, shortest, shrink.evaluations].map(String),
    ]);
}

function short(figure: number): string {
  return Number.isInteger(figure) ? String(figure) : figure.toFixed(2);
}

const METHOD = `## How it is measured

- For each mutant that an invariant notices and each seed, the first program of a campaign that breaks something is shrunk for
  the invariant that \`allocheck run\` would shrink it for.
- The shortest known is the shortest program that breaks that invariant among all results for the mutant and the one that the
  mutant names. So one result that is shorter than the others makes all the others count as too long.
- Set aside is every fourth mutant, in order of id: no pass was written by looking at it.
- Times are CPU time, of code that is new in each mutant and so not yet compiled well.
`;
