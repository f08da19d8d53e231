/** What can be quantified over with a view of the simulated operating system. */
import { defineQuantifier } from '../invariant.ts';
import type { Bytes } from '../../src/base/units.ts';
import type { Answer, Block } from '../views/client.ts';
import { only } from './only.ts';
import { PAGE_PREPARED, PAGE_READY, PAGE_RESERVED } from '../views/os.ts';
import type { PageRun } from '../views/os.ts';

/** A counter of bytes, and what a recount of the pages gives for it. */
export interface ByteCounter {
  readonly name: string;
  readonly bytes: Bytes;
  readonly counted: Bytes;
}

/** A run of pages and the next one above it. */
export interface RunPair {
  readonly lower: PageRun;
  readonly upper: PageRun;
}

export const byteCounters = defineQuantifier({
  every: 'counter of the operating system',
  level: 'os',
  all: ({ os }): readonly ByteCounter[] => {
    const bytes = [0, 0, 0, 0];
    for (const run of os.runs()) bytes[run.state] = (bytes[run.state] as number) + run.bytes;
    const ready = bytes[PAGE_READY] as number;
    const committed = ready + (bytes[PAGE_PREPARED] as number);
    const reserved = committed + (bytes[PAGE_RESERVED] as number);
    return [
      { name: 'reservedBytes', bytes: os.reservedBytes, counted: reserved },
      { name: 'committedBytes', bytes: os.committedBytes, counted: committed },
      { name: 'residentBytes', bytes: os.residentBytes, counted: ready },
    ];
  },
});

export const pageRuns = defineQuantifier({
  every: 'run of physical pages',
  level: 'os',
  all: ({ os }): readonly PageRun[] => os.runs(),
});

export const neighbourRuns = defineQuantifier({
  every: 'pair of neighbouring runs of physical pages',
  level: 'os',
  all: ({ os }): readonly RunPair[] => {
    const runs = os.runs();
    return runs.slice(1).map((upper, i) => ({ lower: runs[i] as PageRun, upper }));
  },
});

export const blocksInMemory = defineQuantifier({
  every: 'live block',
  level: 'os',
  all: ({ client }): readonly Block[] => client.live,
  touched: ({ client }) => client.placed,
});

/** Not for a request that nobody could serve. */
export const avoidableOutOfMemory = defineQuantifier({
  every: 'call that ran out of memory and could have been served',
  level: 'os',
  all: ({ client }): readonly Answer[] => only(client.answers, isAvoidable),
  touched: ({ client }) => only(client.answers, isAvoidable),
});

function isAvoidable({ outcome, allowed }: Answer): boolean {
  return outcome === 'out-of-memory' && allowed.includes('served');
}
