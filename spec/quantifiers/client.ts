/** What can be quantified over with nothing but the client's log. */
import { defineQuantifier } from '../invariant.ts';
import type { View } from '../invariant.ts';
import type { Observation } from '../subject.ts';
import type { Answer, Block, Placement, Reading } from '../views/client.ts';
import { NONE, only } from './only.ts';

export const blocks = defineQuantifier({
  every: 'live block',
  level: 'client',
  all: ({ client }): readonly Block[] => client.live,
  touched: ({ client }) => client.placed,
});

/** Each with a live block that shares a byte with it, if there is one. */
export const placements = defineQuantifier({
  every: 'live block',
  level: 'client',
  all: ({ client }): readonly Placement[] => client.allPlacements(),
  touched: ({ client }) => client.placements,
});

/**
 * Neighbours by address, each with the one below where that one may use bytes of it. Judged only with the whole state:
 * the oracle's index has the bytes that were asked for.
 */
export const usablePlacements = defineQuantifier({
  every: 'live block beside another',
  level: 'client',
  all: ({ client }): readonly Placement[] => {
    const sized = only(client.live, isUsable).toSorted((a, b) => a.addr - b.addr);
    return sized.slice(1).map((block, i) => {
      const below = sized[i] as Block;
      return { block, other: below.addr + below.usable > block.addr ? below : undefined };
    });
  },
});

/**
 * Each with the live block in whose bytes it lies, if there is one. Judged only with the whole state: there may be
 * any number of blocks at one address, so no index of the oracle has them.
 */
export const zeroSizeBlocks = defineQuantifier({
  every: 'live block of no bytes',
  level: 'client',
  all: ({ client }): readonly Placement[] => {
    const empty = only(client.live, isEmpty);
    if (empty.length === 0) return NONE;
    const sized = only(client.live, hasBytes).toSorted((a, b) => a.addr - b.addr);
    return empty.map((block) => ({ block, other: blockAround(sized, block.addr) }));
  },
});

export const keptReadings = defineQuantifier({
  every: 'read block that the client wrote',
  level: 'client',
  all: ({ client }): readonly Reading[] => {
    const now = client.allReadings();
    const read = new Set(now.map((reading) => reading.block));
    const gone = client.readings.filter((reading) => !read.has(reading.block));
    return [...now, ...gone].filter(isKept);
  },
  touched: ({ client }) => only(client.readings, isKept),
});

export const freshReadings = defineQuantifier({
  every: 'new block that must be zero',
  level: 'client',
  all: freshOf,
  touched: freshOf,
});

export const servedMallocs = defineAnswers(
  'served request for a block',
  (answer) => isMalloc(answer) && isServed(answer),
);

export const refusedCalls = defineAnswers('refused call', (answer) => !isServed(answer));

export const goodCalls = defineAnswers('call that may be served', mayBeServed);

export const badSizes = defineAnswers(
  'request for a size that must be refused',
  (answer) => isMalloc(answer) && !mayBeServed(answer) && !isMisaligned(answer),
);

export const badAlignments = defineAnswers(
  'call with an alignment that must be refused',
  isMisaligned,
);

export const badFrees = defineAnswers(
  'free that must be refused',
  (answer) => !isMalloc(answer) && !mayBeServed(answer),
);

export const frees = defineObservations('free, and errno behind it', 'errno-after-free');

export const failures = defineObservations('call that failed, and errno', 'errno-after-failure');

export const failuresToFill = defineObservations(
  'failed posix_memalign, and the pointer',
  'pointer-after-failure',
);

export const usableSizes = defineObservations(
  'block whose usable size was asked again',
  'usable-size',
);

/** The last one. Which it was, the view says: there is exactly one at a time, so this meets each of them. */
export const theCommand = defineQuantifier({
  every: 'command',
  level: 'client',
  all: () => THE_COMMAND,
  touched: () => THE_COMMAND,
});

const THE_COMMAND = Object.freeze(['command'] as const);

function defineAnswers(every: string, test: (answer: Answer) => boolean) {
  const answers = ({ client }: View): readonly Answer[] => only(client.answers, test);
  return defineQuantifier({ every, level: 'client', all: answers, touched: answers });
}

function defineObservations(every: string, kind: Observation['of']) {
  const isOfKind = ({ of }: Observation): boolean => of === kind;
  const seen = ({ client }: View): readonly Observation[] => only(client.observations, isOfKind);
  return defineQuantifier({ every, level: 'client', all: seen, touched: seen });
}

function freshOf({ client }: View): readonly Reading[] {
  return only(client.readings, isFresh);
}

/** Any call that makes a block. */
function isMalloc(answer: Answer): boolean {
  return answer.call !== 'free';
}

function isMisaligned({ allowed }: Answer): boolean {
  return allowed.includes('bad-alignment');
}

function isServed(answer: Answer): boolean {
  return answer.outcome === 'served';
}

function mayBeServed(answer: Answer): boolean {
  return answer.allowed.includes('served');
}

function isFresh(reading: Reading): boolean {
  return reading.fresh;
}

function isKept(reading: Reading): boolean {
  return !reading.fresh;
}

function isEmpty(block: Block): boolean {
  return block.size === 0;
}

/** A block of no bytes may have some that its client may use. */
function isUsable({ usable }: Block): boolean {
  return usable > 0;
}

function hasBytes(block: Block): boolean {
  return block.size > 0;
}

/** The block of `sized`, ascending by address, in which `addr` lies, where no two of them overlap. */
function blockAround(sized: readonly Block[], addr: number): Block | undefined {
  let low = 0;
  let high = sized.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sized[middle] as Block).addr <= addr) low = middle + 1;
    else high = middle;
  }
  const below = sized[low - 1];
  return below !== undefined && addr < below.addr + below.usable ? below : undefined;
}
