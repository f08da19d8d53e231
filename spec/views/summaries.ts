/** Summaries of the radix tree, as counted from the level below and as people write them. */
import type { Pages } from '../../src/base/units.ts';
import type { SummaryLevelView } from './go.ts';

/** For example `(3, 4, 2)`: start, max, end. */
export function summaryText(start: Pages, max: Pages, end: Pages): string {
  return `(${start}, ${max}, ${end})`;
}

/** Free pages at the start of `count` entries from `first` on, put one behind the other. */
export function mergedStart(level: SummaryLevelView, first: number, count: number): Pages {
  const whole = 1 << level.logPages;
  let i = 0;
  while (i < count && level.start(first + i) === whole) i += 1;
  return i * whole + (i < count ? level.start(first + i) : 0);
}

/** Free pages at their end. */
export function mergedEnd(level: SummaryLevelView, first: number, count: number): Pages {
  const whole = 1 << level.logPages;
  let i = 0;
  while (i < count && level.end(first + count - 1 - i) === whole) i += 1;
  return i * whole + (i < count ? level.end(first + count - 1 - i) : 0);
}

/** Their longest run of free pages: inside an entry, or from one to the next. */
export function mergedMax(level: SummaryLevelView, first: number, count: number): Pages {
  const whole = 1 << level.logPages;
  let longest = 0;
  let run = 0;
  for (let i = first; i < first + count; i += 1) {
    longest = Math.max(longest, run + level.start(i), level.max(i));
    const end = level.end(i);
    run = end === whole ? run + whole : end;
  }
  return longest;
}
