/** What one command did inside TCMalloc, from its log. With the whole state it is judged once more. */
import { defineQuantifier, defineStepQuantifier } from '../invariant.ts';
import type { Quantifier, ViewOf } from '../invariant.ts';
import type { Bytes } from '../../src/base/units.ts';
import type {
  Carving,
  Fetch,
  Growth,
  Homecoming,
  LargeSearch,
  MaxLengthStep,
  Population,
  Release,
  Removal,
  Resize,
  ScavengeTick,
  SizedFree,
  TcmallocLog,
} from '../views/tcmalloc-log.ts';
import { NONE } from './only.ts';

function logged<S>(
  every: string,
  of: (log: TcmallocLog) => readonly S[],
): Quantifier<'tcmalloc', S> {
  const all = ({ tcmalloc }: ViewOf<'tcmalloc'>): readonly S[] => of(tcmalloc.log);
  return defineQuantifier<'tcmalloc', S>({ every, level: 'tcmalloc', all, touched: all });
}

export const carvings = logged(
  'free span that was put to use',
  (log): readonly Carving[] => log.carvings,
);
export const growths = logged(
  'attempt to let the heap grow',
  (log): readonly Growth[] => log.growths,
);
export const releases = logged(
  'call to give pages back',
  (log): readonly Release[] => log.releases,
);
export const ticks = logged(
  'time that pages were given back by themselves',
  (log): readonly ScavengeTick[] => log.ticks,
);
export const fetches = logged(
  'fetch of objects for a list of a thread',
  (log): readonly Fetch[] => log.fetches,
);
export const removals = logged(
  'removal of objects from a central list',
  (log): readonly Removal[] => log.removals,
);
export const maxLengths = logged(
  'change of what a list may hold',
  (log): readonly MaxLengthStep[] => log.maxLengths,
);
export const populations = logged(
  'span that was filled with objects',
  (log): readonly Population[] => log.populations,
);
export const homecomings = logged(
  'object that came back to its span',
  (log): readonly Homecoming[] => log.homecomings,
);
export const resizes = logged('realloc of a block', (log): readonly Resize[] => log.resizes);
export const sizedFrees = logged(
  'free that goes by a size',
  (log): readonly SizedFree[] => log.sizedFrees,
);
export const largeSearches = logged(
  'search of the sets of long spans',
  (log): readonly LargeSearch[] => log.searches,
);
export const leftThreads = logged(
  'thread whose cache is gone',
  (log): readonly number[] => log.left,
);

/** Numbers of a heap. */
export interface TcNumbers {
  readonly inUse: Bytes;
  readonly cached: Bytes;
  readonly metadata: Bytes;
  readonly slots: number;
}

export interface TcStep {
  readonly before: TcNumbers;
  readonly after: TcNumbers;
}

export const tcSteps = steps('command', () => true);

/** Every call of the command was refused. */
export const refusedCommands = steps(
  'command that found no memory',
  ({ client: { answers } }) =>
    answers.length > 0 && answers.every(({ outcome }) => outcome === 'out-of-memory'),
);

export const nullFrees = steps(
  'free of the null pointer',
  ({ client: { answers } }) =>
    answers.length === 1 && answers[0]!.call === 'free' && answers[0]!.argument === 0,
);

function steps(
  every: string,
  test: (view: ViewOf<'tcmalloc'>) => boolean,
): Quantifier<'tcmalloc', TcStep> {
  return defineStepQuantifier<'tcmalloc', TcStep, TcNumbers>({
    every,
    level: 'tcmalloc',
    remember: numbers,
    between: (before, view) => (test(view) ? [{ before, after: numbers(view) }] : NONE),
  });
}

function numbers({ tcmalloc }: ViewOf<'tcmalloc'>): TcNumbers {
  const { heap, caches, central, metadataBytes: metadata } = tcmalloc;
  const { systemBytes, freeBytes, unmappedBytes } = heap;
  let [cached, slots] = [0, 0];
  for (const { bytes } of caches) cached += bytes;
  for (const { capacity } of central) slots += capacity;
  return { inUse: systemBytes - freeBytes - unmappedBytes, cached, metadata, slots };
}
