/** What the pages of reports weigh, and how long they take, as Markdown. */
import { isMet } from './goals.ts';
import type { Goal } from './goals.ts';
import { alignedTable } from './table.ts';

/** What a page of one program is to weigh at most, in bytes; how long it may take to open, and to go to another step. */
export const PAGE_BYTES_GOAL = 400_000;
export const OPEN_MS_GOAL = 1000;
export const STEP_MS_GOAL = 100;

/** Of one page. Times are in milliseconds, one for each try. */
export interface PageFigures {
  readonly what: string;
  /** Whether it is of one small program, and so is to be small. */
  readonly isSmall: boolean;
  readonly steps: number;
  readonly bytes: number;
  /** From the begin of loading until the film was painted. */
  readonly opened: readonly number[];
  /** From a key until the step was painted, and the same for a place far away. */
  readonly stepped: readonly number[];
  readonly jumped: readonly number[];
}

const HEADER = `# Results of the bench of reports

Written by the bench itself; do not edit. To make it again:

\`\`\`
npm run build && npm run bench:report
\`\`\`
`;

const METHOD = `## How it is measured

- Pages are made by \`allocheck report\`: of mutants by \`--mutant ID\`, the long one of a trace of \`examples/traces\`.
- Chromium without a window opens each file in a context of its own, so that nothing is kept from one time to the next; the first
  time is of a browser that has opened nothing yet. _Opened_ is from the begin of loading to the frame after the film was drawn.
- _A step_ is from a press of → to the frame after it, _a jump_ from a move of the slider to a place far away: half a frame of
  waiting is in both, 8 ms at 60 frames a second.
- Times are those of the machine and its load; a goal that is met by far will be met by others.
`;

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function reportGoals(pages: readonly PageFigures[]): readonly Goal[] {
  const small = pages.filter(({ isSmall }) => isSmall);
  const goal = (what: string, asked: number, figures: readonly number[]): Goal => {
    return { what, asked, least: false, measured: worst(figures) };
  };
  return [
    goal(
      'bytes of the page of a mutant',
      PAGE_BYTES_GOAL,
      small.map(({ bytes }) => bytes),
    ),
    goal(
      'ms to open it, at worst',
      OPEN_MS_GOAL,
      small.flatMap(({ opened }) => opened),
    ),
    goal(
      'ms to open the longest page, median',
      OPEN_MS_GOAL,
      pages.map((page) => median(page.opened)),
    ),
    goal(
      'ms to go a step, median of the worst page',
      STEP_MS_GOAL,
      pages.map((page) => median(page.stepped)),
    ),
    goal(
      'ms to go far, median of the worst page',
      STEP_MS_GOAL,
      pages.map((page) => median(page.jumped)),
    ),
  ];
}

/** @param machine  Node, the browser and the processor, as text */
export function renderReports(pages: readonly PageFigures[], machine: string): string {
  const goals = reportGoals(pages).map((goal) => [
    goal.what,
    `at most ${whole(goal.asked)}`,
    whole(goal.measured),
    Number.isNaN(goal.measured) ? 'not measured' : isMet(goal) ? 'met' : 'missed',
  ]);
  const rows = pages.map(({ what, steps, bytes, opened, stepped, jumped }) => [
    what,
    whole(steps),
    whole(bytes),
    ...[opened, stepped, jumped].flatMap((times) => [whole(median(times)), whole(worst(times))]),
  ]);
  const times = ['opened', 'a step', 'a jump'].flatMap((of) => [`${of}: median ms`, 'worst']);
  return [
    HEADER,
    `Made with ${machine}.\n`,
    '## Goals\n',
    alignedTable(['goal', 'asked', 'measured', ''], goals),
    '## Pages\n',
    alignedTable(['page of', 'steps', 'bytes', ...times], rows),
    METHOD,
  ].join('\n');
}

/** NaN of none. */
function worst(figures: readonly number[]): number {
  return figures.length === 0 ? NaN : Math.max(...figures);
}

function whole(figure: number): string {
  return Number.isNaN(figure) ? '–' : Math.round(figure).toLocaleString('en-US');
}
