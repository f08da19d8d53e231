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
import { afreshOfMany, fromFew, fromOne } from './afresh.ts';
import { churnInstead } from './churn.ts';
import { explicitStart, fewerMarks, oneStack, wholeCycles } from './cycles.ts';
import { endThread, freeElsewhere } from './elsewhere.ts';
import { exhaustAtOnce } from './exhaust.ts';
import {
  deleteKinds,
  deleteLifetimes,
  deleteSizes,
  exchangeForSize,
  exchangeOfFew,
  mergeBlocks,
  raiseByClass,
  raiseEqual,
  unifyBlocks,
} from './groups.ts';
import { growAll, growEqual } from './grow.ts';
import type { Nature } from './nature.ts';
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
export function thoroughFor(nature: Nature): readonly Pass[] {
  return [
    fromOne(nature),
    reallocate,
    resettle,
    raiseByClass,
    exchangeOfFew,
    fromFew(nature),
    resynthesize,
  ];
}
/** For what is left of programs of many commands when nothing else makes it smaller. */
export const LAST: readonly Pass[] = [deletePairsOfMany, deleteApart];

/** @param nature  with sizes to be tried where a search by halves may miss the smallest */
export function passesFor(nature: Nature): readonly Pass[] {
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
    afreshOfMany(nature),
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
    freeElsewhere,
    endThread(nature),
    deletePairs,
    deleteWindows,
    exchangeForSize,
    renameProcessors,
    tryEdges(nature.edges),
    raiseEqual,
    reorder,
    churnInstead,
  ];
}
