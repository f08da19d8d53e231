/** What was learnt from a trace, for people. */
import type { Paint } from '../../report/paint.ts';
import { amount, byteSize, counted } from '../../report/words.ts';
import type { CountedRange, Learnt } from '../../workload/learnt.ts';

/** Columns of the longest bar. */
const BAR = 40;

/** @param events  of the trace */
export function learntText(learnt: Learnt, events: number, paint: Paint): string {
  const { calls, peakLive, sizes, lifetimes, neverFreed, title } = learnt;
  const allocations = calls.malloc + calls.calloc + calls.realloc;
  const share = (count: number): string => percent(count, allocations);
  const lives = lifetimes.map((each) => [rangeText(each), each.count] as const);
  const never = neverFreed === 0 ? [] : [['never freed', neverFreed] as const];
  const lines = [
    `${paint.bold(title)}: ${counted(events, 'event')}`,
    `${counted(allocations, 'allocation')} (${share(calls.calloc)} calloc, ${share(calls.realloc)} realloc), ` +
      `${counted(calls.free, 'free')}, peak live ${byteSize(peakLive.bytes)} in ${counted(peakLive.blocks, 'block')}`,
    '',
    ...chart(
      ['bytes', 'allocations'],
      sizes.map((each) => [rangeText(each), each.count]),
    ),
    '',
    ...chart(['lifetime in allocations', 'blocks'], [...lives, ...never]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Rows of what, how many, which share, and a bar; the largest has the longest. */
function chart(
  [what, many]: readonly [string, string],
  rows: readonly (readonly [string, number])[],
): readonly string[] {
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const most = Math.max(1, ...rows.map(([, count]) => count));
  const cells = [
    [what, many, 'share', ''],
    ...rows.map(([name, count]) => {
      return [
        name,
        amount(count),
        percent(count, total),
        '#'.repeat(Math.round((BAR * count) / most)),
      ];
    }),
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...cells.map((row) => (row[i] as string).length)));
  return cells.map((row) => {
    const padded = widths.map((width, i) => (row[i] as string).padStart(width));
    return `  ${[...padded, row[3]].join('  ')}`.trimEnd();
  });
}

function rangeText({ from, to }: CountedRange): string {
  return from === to ? amount(from) : `${amount(from)}-${amount(to)}`;
}

function percent(count: number, total: number): string {
  return `${total === 0 ? '0.0' : ((100 * count) / total).toFixed(1)} %`;
}
