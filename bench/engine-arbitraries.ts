/**
 * What a model-based test of a heap draws from, as one writes it with fast-check's arbitraries alone.
 *
 * It is not given less than ours to work with: it has the same commands, processors, geometries, pacing and faults, the
 * sizes at which the subject changes, and ours' weights of single commands and shares of heaps.
 */
import fc from 'fast-check';
import type { Arbitrary, MaybeWeightedArbitrary } from 'fast-check';
import type { Fault, HeapConfig } from '../spec/subject.ts';
import { KIB, MIB } from '../src/base/units.ts';
import { GOGCS, LIMITS } from '../src/program/pacing.ts';
import { DEFAULT_GEOMETRY, NOSCAN, OP } from '../src/program/program.ts';
import { OS_CALLS, PLACEMENTS } from '../src/program/words.ts';
import type { Profile } from '../src/workload/profile.ts';
import { Allocate, Link, Load, OnBlock, OnHeap, Realloc, Stray } from './engine-commands.ts';
import type { BlockOp, HeapCommand, StrayOp } from './engine-commands.ts';

/** A heap as often unlike the default as the profile's are. */
export function heaps({ geometries, procsMax, shares }: Profile): Arbitrary<HeapConfig> {
  const others = geometries.slice(1);
  return fc.record({
    procs: fc.integer({ min: 1, max: procsMax }),
    geometry: sometimes(shares.otherGeometry, DEFAULT_GEOMETRY, fc.constantFrom(...others)),
    faults: sometimes<readonly Fault[]>(shares.faults, [], faults()),
    // Each is there in two of three paced heaps.
    gogc: sometimes((shares.pacing * 2) / 3, undefined, fc.constantFrom(...GOGCS)),
    memoryLimit: sometimes((shares.pacing * 2) / 3, undefined, fc.constantFrom(...LIMITS)),
    checkmark: sometimes(shares.checkmark, undefined, fc.constant(true)),
  });
}

/** Any command, by the weights that the profile gives to single ones. */
export function heapCommands(profile: Profile): Arbitrary<HeapCommand> {
  return fc.oneof(
    ...withSizes(profile),
    ...onPointers(profile),
    ...onBlocks(profile),
    ...onHeaps(profile).map(([weight, op, most]) => {
      const count = most === undefined ? fc.constant(0) : fc.integer({ min: 1, max: most });
      const its = fc.record({ count, p: processors(profile) });
      return weighed(
        weight,
        its.map((each) => new OnHeap(op, each)),
      );
    }),
  );
}

/** A command, and how often it is drawn. */
type Weighed = MaybeWeightedArbitrary<HeapCommand>;

/** A number that is taken modulo the blocks that there are. */
const PICK = fc.nat(1000);

function processors({ procsMax }: Profile): Arbitrary<number> {
  return fc.nat(procsMax - 1);
}

function withSizes(profile: Profile): readonly Weighed[] {
  const { deeds } = profile;
  const [size, p] = [sizes(profile), processors(profile)];
  const pointerWords = fc.oneof(fc.constantFrom(-1, NOSCAN), fc.nat(8));
  const malloc = fc.record({ size, pointerWords, p });
  const calloc = fc.record({ size, pointerWords: fc.constant(NOSCAN), count: fc.nat(4), p });
  const realloc = fc.record({ pick: PICK, size, p });
  return [
    weighed(
      deeds.malloc,
      malloc.map((its) => new Allocate(its)),
    ),
    weighed(
      deeds.calloc,
      calloc.map((its) => new Allocate(its)),
    ),
    weighed(
      deeds.realloc,
      realloc.map((its) => new Realloc(its)),
    ),
  ];
}

function onPointers(profile: Profile): readonly Weighed[] {
  const { deeds } = profile;
  const [word, p] = [fc.nat(63), processors(profile)];
  const to = fc.option(PICK, { nil: undefined, freq: 5 });
  const link = fc.record({ pick: PICK, word, to, p });
  const load = fc.record({ pick: PICK, word, p });
  return [
    weighed(
      deeds.link + deeds.unlink,
      link.map((its) => new Link(its)),
    ),
    weighed(
      deeds.load,
      load.map((its) => new Load(its)),
    ),
  ];
}

function onBlocks(profile: Profile): readonly Weighed[] {
  const { deeds } = profile;
  const p = processors(profile);
  const offset = fc.oneof(fc.constantFrom(0, 8), fc.nat(8 * KIB));
  const onBlock = (weight: number, op: BlockOp) =>
    weighed(
      weight,
      fc.record({ pick: PICK, p }).map((its) => new OnBlock(op, its)),
    );
  const stray = (weight: number, op: StrayOp) =>
    weighed(
      weight,
      fc.record({ pick: PICK, offset, p }).map((its) => new Stray(op, its)),
    );
  return [
    onBlock(deeds.free, OP.FREE),
    onBlock(deeds.drop, OP.DROP),
    onBlock(deeds.write, OP.WRITE),
    onBlock(deeds.read, OP.READ),
    onBlock(deeds.publish, OP.GLOBAL),
    onBlock(deeds.guard, OP.FINALIZER),
    onBlock(deeds.weaken, OP.WEAK),
    onBlock(deeds.upgrade, OP.UPGRADE),
    stray(deeds.misuse, OP.BADFREE),
    stray(deeds.doubt, OP.AMBIGUOUS),
  ];
}

/** Collections come by cadence in a profile, so their weights are given here. */
function onHeaps({
  deeds,
  procsMax,
}: Profile): readonly (readonly [weight: number, op: number, countMax?: number])[] {
  return [
    [4, OP.GC],
    [4, OP.GC_START],
    [6, OP.MARK, 32],
    [1, OP.ASSIST],
    [6, OP.TERMINATE],
    [4, OP.SWEEP, 16],
    [deeds.wait, OP.WAIT, 200_000],
    [deeds.scavenge, OP.SCAVENGE, 64],
    [deeds.bgscavenge, OP.BGSCAVENGE, 8],
    [deeds.freeOSMemory, OP.FREE_OS_MEMORY],
    [deeds.finalize, OP.FINALIZE, 4],
    [deeds.resize, OP.PROCS, procsMax],
    [deeds.spawn, OP.GO],
    [deeds.yield, OP.GOSCHED],
    [deeds.exit, OP.GOEXIT],
    [deeds.syscall, OP.SYSCALL],
    [deeds.syscall / 2, OP.SYSEXIT],
    [deeds.syscall / 2, OP.RETAKE],
    [deeds.interleave / 2, OP.PAUSE, 6],
    [deeds.interleave / 2, OP.RESUME, 6],
  ];
}

/** Mostly small; large ones; the edges; and what must be refused. */
function sizes({ edges, absurd }: Profile): Arbitrary<number> {
  const upTo = (max: number): Arbitrary<number> => fc.integer({ min: 0, max });
  return fc.oneof(
    weighed(40, upTo(KIB)),
    weighed(15, upTo(32 * KIB)),
    weighed(10, upTo(256 * KIB)),
    weighed(5, upTo(8 * MIB)),
    weighed(22, fc.constantFrom(...edges)),
    weighed(8, fc.constantFrom(...absurd)),
  );
}

function faults(): Arbitrary<readonly Fault[]> {
  const place = fc.record({
    kind: fc.constant('place' as const),
    placement: fc.constantFrom(...PLACEMENTS),
  });
  const refuse = fc.record({
    kind: fc.constant('refuse' as const),
    call: fc.constantFrom(...OS_CALLS),
    k: fc.integer({ min: 1, max: 12 }),
    onwards: fc.boolean(),
  });
  return fc.oneof(fc.tuple(place), fc.tuple(refuse), fc.tuple(place, refuse));
}

/** The usual value, or in so many of 100 draws another one. */
function sometimes<T>(share: number, usual: T, other: Arbitrary<T>): Arbitrary<T> {
  return fc.oneof(weighed(100 - share, fc.constant(usual)), weighed(share, other));
}

/** fast-check takes whole weights only. */
function weighed<T>(weight: number, arbitrary: Arbitrary<T>) {
  return { weight: Math.round(weight * 10), arbitrary };
}
