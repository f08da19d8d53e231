/** The shape of what `process --json` prints. */
import { z } from 'zod';
import { count, id, list, seconds, version } from './parts.ts';

const address = z.int().min(0).describe('An address.');
const rights = z.string().regex(/^[r-][w-][x-]$/);

const broken = z.strictObject({
  invariant: id,
  step: count.describe('Of the command, from 0.'),
  at: z.string(),
  expected: z.string(),
  actual: z.string(),
  alsoBroken: list(id),
  program: z.string().regex(/^allocheck process 1\n/),
  file: z.string().describe('Where the program was written.').optional(),
});

export const processShape = z
  .strictObject({
    version,
    file: z.string(),
    pie: z.boolean().describe('Position independent.'),
    entry: address,
    bias: address.describe('What its addresses are moved by.'),
    sections: list(z.strictObject({ name: z.string(), bytes: count, addr: address })),
    total: count.describe('Bytes of all sections.'),
    regions: list(
      z.strictObject({ start: address, end: address, rights, kind: z.string() }),
    ).describe('When it is loaded.'),
    gaps: list(z.strictObject({ start: address, end: address, name: z.string() })),
    run: z
      .strictObject({
        seed: z.int(),
        runs: count,
        commands: count,
        seconds,
        interrupted: z.boolean(),
        outcomes: list(z.strictObject({ what: z.string(), count })),
        invariants: list(z.strictObject({ id, judged: count, vacuous: z.boolean() })),
        findings: list(broken),
      })
      .describe('Of generated programs.')
      .optional(),
    programs: list(
      z.strictObject({
        file: z.string(),
        commands: list(
          z.strictObject({ command: z.string(), outcome: z.string(), region: z.string() }),
        ),
        findings: list(broken),
      }),
    )
      .describe('Those that were given.')
      .optional(),
  })
  .describe('What allocheck process --json prints.');

export type ProcessJson = z.infer<typeof processShape>;
