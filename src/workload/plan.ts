/**
 * What one program is like, drawn before its first command.
 *
 * Half of the programs are a *swarm*: each leaves some deeds and kinds of size out and does others
 * four times as often, so that states which need many of one thing and none of another are reached
 * (a full span needs no frees in between). The other half has the profile's own weights.
 */
import type { Fault, HeapConfig } from '../../spec/subject.ts';
import type { Prng } from '../base/prng.ts';
import { MIB } from '../base/units.ts';
import { GOGCS, LIMITS } from '../program/pacing.ts';
import type { Pacing } from '../program/pacing.ts';
import { ENTRY_POINTS } from '../../spec/entry-points.ts';
import type { EntryKind } from '../../spec/entry-points.ts';
import { DEFAULT_GEOMETRY } from '../program/program.ts';
import { OS_CALLS, PLACEMENTS } from '../program/words.ts';
import { DEED_NAMES, SIZE_KINDS } from './profile.ts';
import type { DeedName, Profile, SizeKind } from './profile.ts';
import { Weighted, logUniform } from './weighted.ts';

/** Which of the held blocks is given up next. */
export type Order = 'lifo' | 'fifo' | 'random' | 'recent';

/** How blocks end. */
export type Ending = 'free' | 'drop' | 'both';

export interface Plan {
  readonly heap: HeapConfig;
  readonly length: number;
  readonly deeds: Weighted<DeedName>;
  readonly sizeKinds: Weighted<SizeKind>;
  /** Distinct sizes of the program; 0 for a mixture. */
  readonly paletteSize: number;
  readonly order: Order;
  readonly ending: Ending;
  /** Commands from one collection to the next, on average; 0 for none at all. */
  readonly gcEvery: number;
  /** Commands from one step of a collection to the next, on average; 0 where collections are whole. */
  readonly stepEvery: number;
  /** Percent of commands before which another processor takes over. */
  readonly handOver: number;
  /** Whether blocks are freed by another processor than the one that is at work. */
  readonly freesElsewhere: boolean;
  /** Percent of blocks without pointers. */
  readonly noscan: number;
  /** Percent of new blocks that are written to at once. */
  readonly writing: number;
  /** Entry points besides the usual one by which blocks are asked for and freed, by their places. */
  readonly vias: Readonly<Record<EntryKind, readonly number[]>>;
  /** The place of posix_memalign; 0 where the subject has none. */
  readonly posixMemalign: number;
}

const ORDERS: readonly Order[] = ['lifo', 'fifo', 'random', 'recent'];
const ENDINGS: readonly Ending[] = ['free', 'drop', 'both', 'both'];

/**
 * Shares of hand-overs, in percent: none, as measured in servers (8) and in mimalloc's stress test
 * (25), extreme.
 */
const HAND_OVERS: readonly number[] = [2, 8, 25, 60];

/** Deeds that mean nothing without a collector. */
const COLLECTED: readonly DeedName[] = [
  'drop',
  'link',
  'unlink',
  'load',
  'chain',
  'hide',
  'hand',
  'publish',
  'weaken',
  'upgrade',
  'guard',
  'finalize',
  'doubt',
  'wait',
  'bgscavenge',
  'freeOSMemory',
  'relieve',
  'throttle',
  'fade',
  'farewell',
];

/** Deeds that mean nothing without a scheduler. */
const SCHEDULED: readonly DeedName[] = [
  'spawn',
  'exit',
  'yield',
  'syscall',
  'resize',
  'interleave',
  'slumber',
];

/** Refuses alignments that the others leave undefined. */
const POSIX_MEMALIGN = 'posix_memalign';

/** Deeds that a concurrent collector may miss: likelier where one runs. */
const MOVES: readonly DeedName[] = ['hide', 'hand'];
const MOVES_FACTOR = 4;

/** Deeds that drop. */
const DROPPING: readonly DeedName[] = ['drop', 'fade', 'farewell', ...MOVES];

/** For programs whose swarm left out every kind of size. */
const FLEET_ONLY = new Weighted<SizeKind>(['fleet'], [1]);

/** Bytes that an allocator may take from the system. */
const ROOM: readonly number[] = [16, 64].map((mib) => mib * MIB);

export function drawPlan(prng: Prng, profile: Profile): Plan {
  const { entries = [] } = profile;
  const isSwarm = percent(prng, profile.shares.swarm);
  const ending = profile.gc ? prng.pick(ENDINGS) : 'free';
  const collects = profile.gc && percent(prng, profile.shares.collecting);
  const processors = prng.oneIn(3) ? 1 : prng.between(1, profile.procsMax);
  const stepEvery = collects && percent(prng, profile.shares.stepped) ? prng.between(1, 5) : 0;
  const length = logUniform(prng, profile.commandsMin, profile.commandsMax);
  const isScheduled = processors > 1 && percent(prng, profile.shares.scheduled);
  const geometry = drawGeometry(prng, profile);
  const faults = drawFaults(prng, profile);
  const limit = drawLimit(prng, profile);
  // Threads need memory of their own, which is no matter of the allocator.
  const procs = limit.memoryLimit === undefined ? processors : 1;
  return {
    heap: { procs, geometry, faults, ...limit },
    length,
    deeds: drawDeeds(prng, profile, {
      ending,
      isSwarm,
      isStepped: stepEvery > 0,
      isScheduled: isScheduled && procs > 1,
    }),
    sizeKinds: drawSizeKinds(prng, profile, isSwarm),
    paletteSize: isSwarm && prng.oneIn(2) ? prng.between(1, 6) : 0,
    order: prng.pick(ORDERS),
    ending,
    gcEvery: collects ? Math.min(prng.between(6, 45), Math.ceil(length / 3)) : 0,
    stepEvery,
    handOver: procs === 1 ? 0 : prng.pick(HAND_OVERS),
    freesElsewhere: procs > 1 && prng.oneIn(4),
    noscan: profile.gc ? prng.pick([0, 30, 50, 100]) : 100,
    writing: profile.shares.writing,
    vias: viasOf(entries),
    posixMemalign: entries.includes(POSIX_MEMALIGN)
      ? ENTRY_POINTS.memalign.findIndex(({ name }) => name === POSIX_MEMALIGN)
      : 0,
  };
}

function viasOf(entries: readonly string[]): Plan['vias'] {
  const places = (kind: EntryKind): readonly number[] =>
    ENTRY_POINTS[kind].flatMap(({ name }, place) => (entries.includes(name) ? [place] : []));
  return {
    malloc: places('malloc'),
    calloc: places('calloc'),
    memalign: places('memalign'),
    realloc: places('realloc'),
    reallocarray: places('reallocarray'),
    free: places('free'),
  };
}

/** True in `share` of 100 calls. */
export function percent(prng: Prng, share: number): boolean {
  return prng.below(100) < share;
}

function drawGeometry(prng: Prng, { geometries, shares }: Profile): string {
  if (geometries.length < 2 || !percent(prng, shares.otherGeometry)) return DEFAULT_GEOMETRY;
  return geometries[prng.between(1, geometries.length - 1)] as string;
}

/**
 * How the heap is paced. Drawn behind the commands, which it says nothing of.
 */
export function drawPacing(prng: Prng, { gc, shares }: Profile): Pacing {
  if (!gc || !percent(prng, shares.pacing)) return {};
  const [gogc, memoryLimit] = [prng.pick(GOGCS), prng.pick(LIMITS)];
  return prng.pick([{ gogc }, { memoryLimit }, { gogc, memoryLimit }]);
}

/** Whether the heap is in checkmark mode. Drawn last, as it says nothing of the commands. */
export function drawCheckmark(prng: Prng, { shares }: Profile, { gcEvery }: Plan): boolean {
  return gcEvery > 0 && percent(prng, shares.checkmark);
}

/** A limit of the memory, for subjects without a collector that can be held to one. */
function drawLimit(prng: Prng, { gc, shares }: Profile): Pick<HeapConfig, 'memoryLimit'> {
  const { limited = 0 } = shares;
  if (gc || limited === 0 || !percent(prng, limited)) return {};
  return { memoryLimit: prng.pick(ROOM) };
}

function drawFaults(prng: Prng, { shares }: Profile): readonly Fault[] {
  if (!percent(prng, shares.faults)) return [];
  const place: Fault = { kind: 'place', placement: prng.pick(PLACEMENTS) };
  const refuse: Fault = {
    kind: 'refuse',
    call: prng.pick(OS_CALLS),
    k: logUniform(prng, 1, 12),
    onwards: prng.oneIn(3),
  };
  return prng.pick([[place], [refuse], [refuse], [place, refuse]]);
}

/** What the deeds of a program depend on. */
interface DeedPlan {
  readonly ending: Ending;
  readonly isSwarm: boolean;
  readonly isStepped: boolean;
  readonly isScheduled: boolean;
}

function drawDeeds(
  prng: Prng,
  { deeds, gc }: Profile,
  { ending, isSwarm, isStepped, isScheduled }: DeedPlan,
): Weighted<DeedName> {
  const weights = DEED_NAMES.map((name) => {
    // Without a draw, so that a deed which a profile leaves out changes none of its programs. One without types may
    // not name those that are new.
    if (!(deeds[name] > 0)) return 0;
    if (!gc && COLLECTED.includes(name)) return 0;
    if (!isScheduled && SCHEDULED.includes(name)) return 0;
    if (name === 'free' && ending === 'drop') return 0;
    if (ending === 'free' && DROPPING.includes(name)) return 0;
    if (MOVES.includes(name) && isStepped) return deeds[name] * MOVES_FACTOR;
    return isSwarm && name !== 'malloc' ? deeds[name] * swarmFactor(prng) : deeds[name];
  });
  return new Weighted(DEED_NAMES, weights);
}

function drawSizeKinds(prng: Prng, profile: Profile, isSwarm: boolean): Weighted<SizeKind> {
  const { sizes, absurd } = profile;
  const weights = SIZE_KINDS.map((kind) => {
    if (kind === 'absurd') return absurd.length === 0 ? 0 : sizes.absurd;
    return isSwarm ? sizes[kind] * swarmFactor(prng) : sizes[kind];
  });
  const isEmpty = weights.every((weight, i) => weight === 0 || SIZE_KINDS[i] === 'absurd');
  return isEmpty ? FLEET_ONLY : new Weighted(SIZE_KINDS, weights);
}

/** 0 in a third of the calls, 1 in a third, 4 in a third. */
function swarmFactor(prng: Prng): number {
  return [0, 1, 4][prng.below(3)] as number;
}
