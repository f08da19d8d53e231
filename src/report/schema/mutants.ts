/** The shape of what `mutants --run --json` prints. */
import { z } from 'zod';
import { count, id, list, seconds, version } from './parts.ts';

const trial = z
  .strictObject({
    seed: z.int(),
    verdict: z.enum(['caught', 'misnamed', 'crash', 'hang', 'missed']),
    programs: count.describe('That were run, the one that broke included.'),
    commands: count,
    first: list(id).describe('What broke first, all at one step.'),
    kills: list(id).describe(
      'All that break in that program when it goes on to its end: each would have noticed the mutant alone.',
    ),
    shrunk: z
      .strictObject({
        commands: count,
        program: z
          .string()
          .regex(/^(allocheck (process )?1|package main)\n/)
          .describe('In its text form: of an allocator, of a process, or as Go.'),
      })
      .nullable()
      .describe('The smallest program; null where none was asked for, or nothing broke.'),
    seconds,
  })
  .meta({ id: 'trial' });

const row = z
  .strictObject({
    id,
    equivalent: z.boolean(),
    ok: z.boolean().describe('Every trial gave what it should.'),
    killedBy: list(id).describe('Those that did from most seeds first.'),
    trials: list(trial),
  })
  .meta({ id: 'row' });

export const mutants = z
  .strictObject({
    version,
    seeds: list(z.int()),
    workers: count,
    seconds,
    interrupted: z.boolean(),
    mutants: list(row),
    invariants: list(z.strictObject({ id, catches: list(id) })).describe(
      'Each invariant and relation that catches any of these mutants, with those that it does.',
    ),
    idle: list(id)
      .nullable()
      .describe('Those that catch none; null where only some mutants were tried.'),
  })
  .describe('What allocheck mutants --run --json prints.');

export type KillMatrixJson = z.infer<typeof mutants>;
export type MatrixRowJson = z.infer<typeof row>;
