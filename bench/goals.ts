/** What the figures are to be. */
import type { JudgedRow } from './judged.ts';
import type { Loop } from './loops.ts';
import type { PairRow } from './pairs.ts';

export interface Goal {
  readonly what: string;
  readonly asked: number;
  /** Whether more is better. */
  readonly least: boolean;
  /** NaN where it was not measured. */
  readonly measured: number;
}

export function isMet({ asked, least, measured }: Goal): boolean {
  return least ? measured >= asked : measured <= asked;
}

export function goalsOf(pairs: readonly PairRow[], judged: readonly JudgedRow[]): readonly Goal[] {
  const pair = (loop: Loop, live: number): PairRow | undefined =>
    pairs.find(({ work }) => work.loop === loop && work.live === live && work.table.name === '64');
  const row = (live: number): JudgedRow | undefined =>
    judged.find((it) => it.mix.name === 'small' && it.live === live);
  const thing = (live: number): number => {
    const it = pair('replace', live);
    return ratio(it?.thing, it?.model);
  };
  const batch = pair('batch', 1000);
  const speed = ratio(1e9, row(1000)?.judged);
  const growth = (of: 'judged' | 'unjudged'): number => ratio(row(100_000)?.[of], row(100)?.[of]);
  return [
    atMost('malloc 1,000, free 1,000 of 64 bytes: model / C', 5, ratio(batch?.model, batch?.c)),
    atLeast('random replacement, 1,000 live: @thi.ng / model', 15, thing(1000)),
    atLeast('random replacement, 10,000 live: @thi.ng / model', 150, thing(10_000)),
    atLeast('judged commands a second, 1,000 live', 300_000, speed),
    atLeast('the same, where we want to be', 1_000_000, speed),
    atMost(
      'growth of judged / of unjudged time, 100 to 100,000 live',
      2,
      ratio(growth('judged'), growth('unjudged')),
    ),
  ];
}

function atMost(what: string, asked: number, measured: number): Goal {
  return { what, asked, least: false, measured };
}

function atLeast(what: string, asked: number, measured: number): Goal {
  return { what, asked, least: true, measured };
}

function ratio(a: number | undefined, b: number | undefined): number {
  return a === undefined || b === undefined ? NaN : a / b;
}
