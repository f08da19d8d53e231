/**
 * A profile says what the clients are like for which programs are made: how long, how large, how
 * likely each deed.
 *
 * It is plain data, so that a user's own is a literal. `profileFor` joins it to the subject under
 * test, whose edges and geometries the generator has to know.
 */
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Bytes } from '../base/units.ts';
import type { Learnt } from './learnt.ts';
import type { Weights } from './weighted.ts';

/** Where a size comes from. */
export const SIZE_KINDS = [
  /** What servers ask for; see fleet.ts. */
  'fleet',
  /** An edge of the subject, or one byte beside it. */
  'edge',
  /** Each power of two as likely as the next. */
  'log',
  /** One of the last sizes. */
  'repeat',
  /** 1…15. */
  'tiny',
  /** One of the profile's absurd sizes. */
  'absurd',
] as const;

export type SizeKind = (typeof SIZE_KINDS)[number];

/** Something that the client sets out to do: one command, or a run of them with a purpose. */
export const DEED_NAMES = [
  'malloc',
  'free',
  'drop',
  'link',
  'write',
  'calloc',
  'realloc',
  'read',
  'load',
  'misuse',
  'unlink',
  /** A linked list whose head alone is a root. */
  'chain',
  /** Dirty memory given back and asked for as zeroes. */
  'recycle',
  'scavenge',
  /** Large blocks given back and asked for at other sizes, so that page runs fragment. */
  'churnLarge',
  /** A vector that grows by realloc. */
  'grow',
  /** Equal sizes until spans are full, alternate frees, gc, and again. */
  'fillSpan',
  /** Many blocks below 16 bytes without pointers. */
  'packTiny',
  /** Everything held is given up. */
  'drain',
  /** A weak pointer to a block. */
  'weaken',
  'upgrade',
  /** A finalizer for a block. */
  'guard',
  'finalize',
  /** Blocks that only weak pointers know, after a collection. */
  'fade',
  /** Blocks with finalizers, dropped, collected and handed out. */
  'farewell',
  /** A word on the stack that may point into a block. */
  'doubt',
  /** Time passes. */
  'wait',
  /** The background scavenger gets a turn. */
  'bgscavenge',
  /** A collection, and everything free goes back to the system. */
  'freeOSMemory',
  /** Much is given up, collected and swept, so that the background scavenger has work; then it gets turns. */
  'relieve',
  /** Nothing but marking for so long that the collector must hold back; then large blocks. */
  'throttle',
  /** A pointer that only the heap has moves to a stack. */
  'hide',
  /** A pointer that only a stack has moves into a new block. */
  'hand',
  /** A block goes from a stack to a global variable. */
  'publish',
  /** One more goroutine, or one less, or another one's turn. */
  'spawn',
  'exit',
  'yield',
  /** A goroutine goes into the system; its processor is taken from it, or waits until it comes back. */
  'syscall',
  /** Another number of processors. */
  'resize',
  /** A call that stops half-way, while other processors go on. */
  'interleave',
  /** Shapes of lifetimes: see lifetimes.ts. */
  'stack',
  'queue',
  'plateau',
  'handOff',
  'generations',
  'pin',
  'robson',
  /** Calls of C's malloc family: see family.ts. */
  'obtain',
  'release',
  'align',
  'resizeBlock',
  'array',
  'zeroes',
  'recycleDirty',
  'overflow',
  'nothing',
  'exhaust',
  /** A function is called, with few locals or many. */
  'call',
  'ret',
  /** A local gets the address of another one, further out. */
  'addrof',
  /** Calls of equal functions, one by the other, until the stack is many times as large; then as many returns. */
  'recurse',
  /** A goroutine is in the system while a cycle would shrink its stack. */
  'slumber',
  /** Goroutines that start, work and end, so that their stacks are kept, cached and freed. */
  'crowd',
  /** As the program did from which the profile was learnt: see learnt-deed.ts. */
  'relive',
] as const;

export type DeedName = (typeof DEED_NAMES)[number];

/** Shares in percent. */
export interface Shares {
  /**
   * Programs with a swarm's weights: some deeds and kinds of size left out, others four times as
   * likely.
   */
  readonly swarm: number;
  /** Programs in which the operating system deviates from its usual way. */
  readonly faults: number;
  /** Programs in another geometry than the default. */
  readonly otherGeometry: number;
  /** Programs with another GOGC than 100, or a memory limit, for subjects that collect. */
  readonly pacing: number;
  /** Programs among those that collect whose collections are looked at a second time, for subjects that can. */
  readonly checkmark: number;
  /** Programs that collect, for subjects that can. */
  readonly collecting: number;
  /** Programs among those that collect in steps, for subjects that can. */
  readonly stepped: number;
  /** Programs among those with several processors that schedule, for subjects that can. */
  readonly scheduled: number;
  /** New blocks that are written to at once. */
  readonly writing: number;
  /** Programs, for subjects without a collector, in which memory is limited. */
  readonly limited?: number;
  /** Programs of a campaign that are made by what earlier ones came to; see guide.ts. The others know of none. */
  readonly guided: number;
}

export interface Profile {
  readonly id: string;
  /** What it is for, in a few words. */
  readonly title: string;

  /** Id of the subject. */
  readonly subject: string;
  /** Sizes at which the subject's behaviour changes. */
  readonly edges: readonly Bytes[];
  /** Geometries, the default first. */
  readonly geometries: readonly string[];
  /** Names of the functions of C's malloc family that the subject has (spec/entry-points.ts). */
  readonly entries?: readonly string[];
  /** Whether pointers, roots and collections mean anything to the subject. */
  readonly gc: boolean;

  /** 1…16. */
  readonly procsMax: number;
  /** Commands of a program; the lengths are log-uniform between the two. */
  readonly commandsMin: number;
  readonly commandsMax: number;
  /** What a program may hold at once, about; small blocks are always allowed. */
  readonly liveBytesMax: Bytes;
  readonly shares: Shares;
  readonly sizes: Weights<SizeKind>;
  readonly deeds: Weights<DeedName>;
  /** Sizes that no client should ask for. */
  readonly absurd: readonly number[];
  /** For the deed `relive`; without it, that does nothing. */
  readonly learnt?: Learnt;
}

export function defineProfile(profile: Profile): Profile {
  return Object.freeze(profile);
}

/** The profile, for programs of this subject. */
export function profileFor(
  definition: Pick<SubjectDefinition, 'id' | 'edges' | 'geometries' | 'entries' | 'threads'>,
  profile: Profile,
): Profile {
  const { id: subject, edges, geometries, entries, threads } = definition;
  const made = { ...profile, subject, edges, geometries };
  if (entries === undefined) return made;
  const procsMax = Math.min(profile.procsMax, threads ?? 1);
  const limited = entries.includes('limit') ? (profile.shares.limited ?? 0) : 0;
  return { ...made, entries, procsMax, shares: { ...profile.shares, limited } };
}
