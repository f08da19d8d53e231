/** The shape of what `compare --json` prints. */
import { z } from 'zod';
import { TIERS } from '../../compare/compared.ts';
import { count, list, version } from './parts.ts';

const bytes = z.int().describe('Bytes.');

const point = z
  .strictObject({
    commands: count.describe('That were run by then.'),
    footprint: bytes
      .describe(
        'Of the system, backed by memory, bookkeeping apart. Absent where the allocator does not tell.',
      )
      .optional(),
    live: count.describe('Bytes of live blocks, as asked for.'),
    usable: count.describe('Bytes of live blocks that their client may use.'),
  })
  .meta({ id: 'point' });

const osCalls = z
  .strictObject({
    reserve: count,
    map: count,
    used: count,
    unused: count,
    fault: count,
    free: count,
  })
  .describe('Refused ones included.');

const tiers = z
  .partialRecord(z.enum(TIERS), count)
  .describe('Requests by the farthest tier that each came to: docs/compare.md.');

const compared = z.strictObject({
  subject: z.string(),
  version: z.string().describe('Absent where the allocator states none.').optional(),
  commands: count.describe('That did something.'),
  requests: count.describe('Blocks that it gave.'),
  refused: count,
  brokeDown: z
    .strictObject({ step: count, message: z.string() })
    .describe('Where it crashed or gave up: all else ends there. Absent where it did not.')
    .optional(),
  peak: point.describe(
    'Where the footprint was largest for the first time; the usable bytes, where none is told.',
  ),
  meanFootprint: bytes.describe('Over all commands. Absent where none is told.').optional(),
  peakLive: count.describe('Bytes, as asked for.'),
  bookkeeping: count
    .describe('Bytes at the end. Absent where the allocator does not tell.')
    .optional(),
  osCalls: osCalls.optional(),
  reuse: z
    .strictObject({
      count: count.describe('Requests that got an address that was free.'),
      atOnce: count.describe('Those that were the next one after the free.'),
      median: count.optional(),
      p90: count.optional(),
    })
    .describe('Distances: allocations between the free of an address and the one that returned it.'),
  tiers: tiers.optional(),
  points: list(point).describe('After evenly spaced commands, the last one among them.'),
});

const comparison = z.strictObject({
  name: z.string().describe('A file, or the id of a profile.'),
  format: z.enum([
    'program',
    'recording',
    'mtrace',
    'valgrind',
    'heaptrack',
    'malloc-lab',
    'csv',
    'ltrace',
    'profile',
  ]),
  seed: z.int().describe('Of a program that a profile drew.').optional(),
  commands: count.describe('Of the program.'),
  compared: list(compared).describe('In the order in which the allocators were named.'),
});

export const compare = z
  .strictObject({ version, comparisons: list(comparison) })
  .describe('What allocheck compare --json prints.');

export type CompareJson = z.infer<typeof compare>;
