/** The profiles, as data. Each is made for a subject by `profileFor`. */
import { GIB, MIB } from '../base/units.ts';
import { defineProfile } from './profile.ts';
import type { Profile } from './profile.ts';

/** Sizes that overflow, wrap, or are none at all. */
const ABSURD: readonly number[] = [
  0,
  Number.NaN,
  -1,
  1.5,
  2 * GIB,
  4 * GIB - 1,
  2 ** 47,
  Number.POSITIVE_INFINITY,
  -0,
  -8,
  0.5,
  2 * GIB - 1,
  4 * GIB - 8,
  4 * GIB,
  2 ** 48,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  Number.MAX_VALUE,
  Number.NEGATIVE_INFINITY,
];

/** A mixture of everything: what a campaign runs when nothing else is asked for. */
export const MIXED: Profile = defineProfile({
  id: 'mixed',
  title: 'everything: real sizes and edges, collections, misuse, faults of the system',
  subject: 'go',
  edges: [],
  geometries: ['default'],
  gc: true,
  procsMax: 4,
  commandsMin: 6,
  commandsMax: 600,
  liveBytesMax: 32 * MIB,
  shares: {
    swarm: 50,
    faults: 15,
    otherGeometry: 10,
    pacing: 30,
    checkmark: 4,
    collecting: 75,
    stepped: 60,
    scheduled: 50,
    writing: 25,
    guided: 0,
  },
  sizes: { fleet: 42, edge: 22, log: 15, repeat: 10, tiny: 5, absurd: 8 },
  deeds: {
    malloc: 30,
    calloc: 4,
    realloc: 4,
    free: 28,
    drop: 10,
    write: 5,
    read: 5,
    link: 8,
    unlink: 2,
    load: 4,
    scavenge: 1.5,
    misuse: 5,
    fillSpan: 1.8,
    churnLarge: 1,
    packTiny: 0.6,
    chain: 1.2,
    recycle: 1.2,
    grow: 0.8,
    drain: 0.3,
    weaken: 0.6,
    upgrade: 1.5,
    guard: 0.8,
    finalize: 1,
    fade: 0.8,
    farewell: 0.6,
    doubt: 0.5,
    wait: 0.4,
    bgscavenge: 0.8,
    freeOSMemory: 0.4,
    relieve: 0.5,
    throttle: 0.5,
    hide: 2.5,
    hand: 2.5,
    publish: 1.5,
    spawn: 0.8,
    exit: 0.8,
    yield: 0.8,
    syscall: 1.2,
    resize: 1.2,
    interleave: 5,
    // Left to LIFETIMES: with these, each program of each seed would be another one.
    stack: 0,
    queue: 0,
    plateau: 0,
    handOff: 0,
    generations: 0,
    pin: 0,
    robson: 0,
    // Left to FAMILY.
    obtain: 0,
    release: 0,
    align: 0,
    resizeBlock: 0,
    array: 0,
    zeroes: 0,
    recycleDirty: 0,
    overflow: 0,
    nothing: 0,
    exhaust: 0,
    // Left to STACKS.
    call: 0,
    ret: 0,
    addrof: 0,
    recurse: 0,
    slumber: 0,
    crowd: 0,
    relive: 0,
  },
  absurd: ABSURD,
});

/** For subjects without a collector: C's malloc, a pool over a buffer. */
export const MANUAL: Profile = defineProfile({
  ...MIXED,
  id: 'manual',
  title: 'malloc and free only, as for an allocator without a collector',
  gc: false,
  procsMax: 1,
});

/** Few small blocks of pointers, collected often. */
export const GRAPHS: Profile = defineProfile({
  ...MIXED,
  id: 'graphs',
  title: 'linked structures, collected often',
  shares: { ...MIXED.shares, collecting: 100 },
  sizes: { fleet: 60, edge: 10, log: 0, repeat: 20, tiny: 10, absurd: 0 },
  deeds: { ...MIXED.deeds, free: 4, drop: 24, link: 30, unlink: 8, load: 14, chain: 4, misuse: 0 },
});

/** For an allocator whose collections are whole ones, and whose tiers and operating system are a model. */
export const WHOLE: Profile = defineProfile({
  ...MIXED,
  id: 'whole',
  title: 'as mixed, for collections with the world stopped: other sizes of the heap, large blocks',
  commandsMax: 200,
  shares: { ...MIXED.shares, otherGeometry: 80, pacing: 0, checkmark: 0, stepped: 0, scheduled: 0 },
  sizes: { ...MIXED.sizes, edge: 25, log: 22 },
  deeds: {
    ...MIXED.deeds,
    scavenge: 3,
    bgscavenge: 3,
    fillSpan: 2.5,
    churnLarge: 3,
    weaken: 0,
    upgrade: 0,
    guard: 0,
    finalize: 0,
    fade: 0,
    farewell: 0,
    doubt: 0,
    wait: 0,
    throttle: 0,
    hide: 0,
    hand: 0,
    publish: 0,
    spawn: 0,
    exit: 0,
    yield: 0,
    syscall: 0,
    resize: 0,
    interleave: 0,
  },
});

/** Page runs that split and merge, given back to the system and taken again. */
export const PAGES: Profile = defineProfile({
  ...MIXED,
  id: 'pages',
  title: 'large blocks and whole spans, so that page runs split, merge and are scavenged',
  sizes: { fleet: 10, edge: 30, log: 50, repeat: 10, tiny: 0, absurd: 0 },
  deeds: {
    ...MIXED.deeds,
    scavenge: 6,
    relieve: 3,
    churnLarge: 6,
    fillSpan: 3,
    packTiny: 0,
    chain: 0,
  },
});

/** What servers do; finds faults of policy rather than of integrity. */
export const FLEET: Profile = defineProfile({
  ...MIXED,
  id: 'fleet',
  title: "the sizes of Google's fleet, nothing absurd, no fault of the system",
  shares: { ...MIXED.shares, swarm: 0, faults: 0, otherGeometry: 0, pacing: 0 },
  sizes: { fleet: 100, edge: 0, log: 0, repeat: 0, tiny: 0, absurd: 0 },
  deeds: { ...MIXED.deeds, misuse: 0 },
});

/** Blocks that come and go as in real programs. */
export const LIFETIMES: Profile = defineProfile({
  ...MIXED,
  id: 'lifetimes',
  title: 'stacks, queues, plateaus, generations, producers and consumers, pinned spans',
  deeds: {
    ...MIXED.deeds,
    stack: 3,
    queue: 3,
    plateau: 2,
    handOff: 4,
    generations: 2,
    pin: 2,
    robson: 2,
  },
});

/** Calls and goroutines, for a subject that follows their stacks. */
export const STACKS: Profile = defineProfile({
  ...MIXED,
  id: 'stacks',
  title: "goroutines' stacks that grow, shrink, move and are kept, in programs that collect",
  commandsMax: 400,
  shares: { ...MIXED.shares, collecting: 90, stepped: 70, scheduled: 80 },
  sizes: { fleet: 60, edge: 10, log: 5, repeat: 15, tiny: 8, absurd: 2 },
  deeds: {
    ...MIXED.deeds,
    call: 14,
    ret: 9,
    addrof: 9,
    recurse: 4,
    slumber: 2,
    crowd: 2,
    spawn: 2,
    exit: 3,
    yield: 3,
    syscall: 3,
    fillSpan: 0.4,
    churnLarge: 0.4,
    throttle: 0.1,
    misuse: 1,
  },
});

/** Three of four programs are made by what earlier ones came to. */
export const GUIDED: Profile = defineProfile({
  ...MIXED,
  id: 'guided',
  title: 'as mixed, but three of four programs go where few came to: for long runs',
  shares: { ...MIXED.shares, guided: 75 },
});

const NO_DEEDS = Object.fromEntries(
  Object.keys(MIXED.deeds).map((name) => [name, 0]),
) as Profile['deeds'];

/** For allocators that are called by C's functions: what a shared library, a WebAssembly module or a peer has. */
export const FAMILY: Profile = defineProfile({
  ...MIXED,
  id: 'family',
  title:
    "C's malloc family: alignments, resizing, overflow, sized frees, threads, memory that runs out",
  gc: false,
  commandsMin: 4,
  commandsMax: 2000,
  liveBytesMax: 16 * MIB,
  shares: { ...MIXED.shares, faults: 0, writing: 10, limited: 10 },
  sizes: { fleet: 40, edge: 25, log: 10, repeat: 15, tiny: 9, absurd: 1 },
  deeds: {
    ...NO_DEEDS,
    obtain: 30,
    release: 32,
    zeroes: 4,
    align: 7,
    resizeBlock: 10,
    array: 2,
    write: 3,
    read: 4,
    recycleDirty: 1.2,
    overflow: 1,
    nothing: 1,
    exhaust: 0.5,
    grow: 0.5,
    fillSpan: 0.5,
    churnLarge: 0.5,
    recycle: 0.5,
    drain: 0.3,
    stack: 0.3,
    queue: 0.3,
    plateau: 0.3,
    robson: 0.2,
  },
  absurd: [0, -1, -16, 2 ** 63, 2 ** 62, 2 ** 48],
});

/** For an allocator of the family whose tiers and operating system are a model. */
export const TIERS: Profile = defineProfile({
  ...FAMILY,
  id: 'tiers',
  title:
    'as family, with threads that end and calls that stop half-way, other page sizes, faults of the system',
  commandsMax: 400,
  shares: { ...FAMILY.shares, faults: 15, otherGeometry: 70, scheduled: 80, limited: 15 },
  sizes: { fleet: 22, edge: 20, log: 10, repeat: 20, tiny: 27, absurd: 1 },
  deeds: {
    ...FAMILY.deeds,
    fillSpan: 1.5,
    churnLarge: 1.5,
    scavenge: 1.5,
    exit: 2.5,
    resize: 1,
    handOff: 1.5,
    interleave: 3,
  },
});

export const PROFILES: readonly Profile[] = [
  MIXED,
  MANUAL,
  GRAPHS,
  WHOLE,
  PAGES,
  FLEET,
  LIFETIMES,
  GUIDED,
  FAMILY,
  TIERS,
  STACKS,
];
