/** What one command may change of the page heap. */
import { defineStepQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';
import type { Bytes } from '../../src/base/units.ts';
import { arenaOf, chunkBase } from '../views/chunk-pages.ts';
import type { ArenaView, GoView } from '../views/go.ts';
import { NONE } from './only.ts';

/** Sizes of the heap that only grow. */
export interface HeapExtent {
  /** In Prepared and Ready pages. */
  readonly committedBytes: Bytes;
  /** In ranges in use. */
  readonly mappedBytes: Bytes;
}

export interface ExtentStep {
  readonly before: HeapExtent;
  readonly after: HeapExtent;
}

export const extentSteps = defineStepQuantifier<'go', ExtentStep, HeapExtent>({
  every: 'command that changed the heap',
  level: 'go',
  onEvents: true,
  remember: extentOf,
  between: (before, view) => [{ before, after: extentOf(view) }],
});

function extentOf({ os, go }: ViewOf<'go'>): HeapExtent {
  return { committedBytes: os.committedBytes, mappedBytes: go.pages.inUse.totalBytes };
}

/** A place in the list of arenas that was taken before the heap grew. */
export interface ArenaPlaceStep {
  readonly place: number;
  readonly before: ArenaView;
  readonly after: ArenaView | undefined;
}

export const arenaPlaceSteps = defineStepQuantifier<'go', ArenaPlaceStep, readonly ArenaView[]>({
  every: 'place in the list of arenas, where the heap grew',
  level: 'go',
  onEvents: true,
  remember: ({ go: { arenas } }, last = []) =>
    last.length === arenas.length ? last : arenas.slice(),
  between: (arenas, { go, goTouched }) =>
    goTouched.growths.length === 0
      ? NONE
      : arenas.map((before, place) => ({ place, before, after: go.arenas[place] })),
});

export interface ZeroedBaseStep {
  readonly arena: ArenaView;
  readonly before: Bytes;
}

/** What zeroedBase was, by number of the arena. */
type ZeroedBases = ReadonlyMap<number, Bytes>;

export const zeroedBaseSteps = defineStepQuantifier<'go', ZeroedBaseStep, ZeroedBases>({
  every: 'arena with pages that changed hands',
  level: 'go',
  onEvents: true,
  remember: ({ go, goTouched }, last) => {
    const changed = last === undefined ? go.arenas : touchedArenas(go, goTouched.chunks);
    if (last !== undefined && changed.every((it) => last.get(it.index) === it.zeroedBase))
      return last;
    const bases = new Map(last);
    for (const { index, zeroedBase } of changed) bases.set(index, zeroedBase);
    return bases;
  },
  between: (before, { go, goTouched }) =>
    touchedArenas(go, goTouched.chunks).map((arena) => ({
      arena,
      before: before.get(arena.index) ?? 0,
    })),
});

/** Those in which chunks lie: one twice where it has several of them. */
function touchedArenas(go: GoView, chunks: GoView['pages']['chunks']): ArenaView[] {
  const arenas: ArenaView[] = [];
  for (const chunk of chunks) {
    const arena = arenaOf(go, chunkBase(chunk));
    if (arena !== undefined) arenas.push(arena);
  }
  return arenas;
}
