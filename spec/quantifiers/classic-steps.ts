/** What one command did inside a classic Go heap, from its log. With the whole state it is judged once more. */
import { defineQuantifier } from '../invariant.ts';
import type { Quantifier, ViewOf } from '../invariant.ts';
import type {
  ClassicChoice,
  ClassicGrowth,
  ClassicJoin,
  ClassicLog,
  ClassicRelease,
  ClassicSplit,
} from '../views/classic-log.ts';

function logged<S>(every: string, of: (log: ClassicLog) => readonly S[]): Quantifier<'classic', S> {
  const all = ({ classic }: ViewOf<'classic'>): readonly S[] => of(classic.log);
  return defineQuantifier<'classic', S>({ every, level: 'classic', all, touched: all });
}

export const classicChoices = logged(
  'free span that was put to use',
  (log): readonly ClassicChoice[] => log.choices,
);
export const classicSplits = logged(
  'free span that was longer than what was asked for',
  (log): readonly ClassicSplit[] => log.splits,
);
export const classicJoins = logged(
  'span that went free',
  (log): readonly ClassicJoin[] => log.joins,
);
export const classicGrowths = logged(
  'attempt to let the heap grow',
  (log): readonly ClassicGrowth[] => log.growths,
);
export const classicGrown = logged('growth of the heap', (log): readonly ClassicGrowth[] =>
  log.growths.filter(({ addr }) => addr !== 0),
);
export const classicReleases = logged(
  'free span whose memory was given back',
  (log): readonly ClassicRelease[] => log.releases,
);
