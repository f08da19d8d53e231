/**
 * The passes of the shrinker, in the order of a round: what deletes most with the fewest tries
 * comes first.
 */
import {
  deleteChunks,
  deleteCoarse,
  deletePairs,
  deletePairsOfMany,
  deleteSingles,
  deleteStretches,
  deleteWindows,
  truncate,
} from './deletions.ts';
import { fromFew, fromOne } from './afresh.ts';
import { churnInstead } from './churn.ts';
import { explicitStart, fewerMarks, oneStack, wholeCycles } from './cycles.ts';
import { exhaustAtOnce } from './exhaust.ts';
import {
  deleteKinds,
  deleteLifetimes,
  deleteSizes,
  exchangeForSize,
  exchangeOfFew,
  mergeBlocks,
  raiseEqual,
  unifyBlocks,
} from './groups.ts';
import { growAll, growEqual } from './grow.ts';
import { reallocate, resettle } from './resettle.ts';
import { resynthesize } from './resynthesize.ts';
import { deleteApart } from './runs.ts';
import type { Pass } from './search.ts';
import {
  mergeProcessors,
  plainHeap,
  renameProcessors,
  simplifyFaults,
  simplifyPacing,
  tightenLimit,
} from './setting.ts';
import { redirect, reorder, simplifyAll, simplifyEach } from './simplify.ts';
import { lowerAll, lowerEach, lowerEqual, tryEdges } from './sizes.ts';

/** For programs of many commands, of which each run takes long: what may delete hundreds at once. */
export const COARSE: readonly Pass[] = [
  truncate,
  deleteKinds,
  deleteCoarse,
  deleteSizes,
  plainHeap,
  mergeProcessors,
  growAll,
  growEqual,
];

/** For what the others leave, a few commands: they try much, and seldom find something. */
export const THOROUGH: readonly Pass[] = [
  fromOne,
  reallocate,
  resettle,
  exchangeOfFew,
  fromFew,
  resynthesize,
];
/** For what is left of programs of many commands when nothing else makes it smaller. */
export const LAST: readonly Pass[] = [deletePairsOfMany, deleteApart];

/** @param edges  sizes to be tried where a search by halves may miss the smallest */
export function passesFor(edges: readonly number[]): readonly Pass[] {
  return [
    truncate,
    deleteKinds,
    exhaustAtOnce,
    deleteChunks,
    deleteLifetimes,
    plainHeap,
    simplifyPacing,
    mergeProcessors,
    oneStack,
    simplifyFaults,
    deleteSingles,
    explicitStart,
    wholeCycles,
    growAll,
    growEqual,
    deleteStretches,
    tightenLimit,
    simplifyAll,
    simplifyEach,
    lowerAll,
    lowerEqual,
    lowerEach,
    fewerMarks,
    unifyBlocks,
    mergeBlocks,
    redirect,
    deletePairs,
    deleteWindows,
    exchangeForSize,
    renameProcessors,
    tryEdges(edges),
    raiseEqual,
    reorder,
    churnInstead,
  ];
}
