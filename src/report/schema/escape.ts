/** The shapes of what `escape --json` prints: of a program in a file, and of programs that are drawn. */
import { z } from 'zod';
import { count, id, list, seconds, version } from './parts.ts';

const place = z.int().min(1);

const finding = z
  .strictObject({
    invariant: id,
    violation: z.strictObject({ at: z.string(), expected: z.string(), actual: z.string() }),
  })
  .meta({ id: 'finding' });

const step = z
  .strictObject({
    to: z.string(),
    from: z.string(),
    derefs: z.int().min(-1).describe('How often it is followed on the way; -1 for an address.'),
    notes: list(
      z.strictObject({
        text: z.string(),
        why: z.string(),
        pos: z.strictObject({ line: place, column: place }),
      }),
    ).describe('The expressions that it comes through.'),
  })
  .meta({ id: 'step' });

const site = z
  .strictObject({
    line: place,
    column: place,
    kind: z.enum([
      'variable',
      'new',
      'make',
      'literal',
      'pointer literal',
      'closure',
      'boxed',
      'call record',
    ]),
    text: z.string(),
    func: z.string().describe('In whose frame it would be.'),
    region: z.enum(['stack', 'heap']),
    reason: list(step)
      .describe('How its address comes to what outlives it, the first step first.')
      .optional(),
  })
  .meta({ id: 'site' });

const decisions = z
  .strictObject({ version, file: z.string(), sites: list(site), findings: list(finding) })
  .describe('Of a program in a file.');

const drawn = z
  .strictObject({
    version,
    seed: z.int(),
    mutant: z.string().describe('The fault in the analysis.').optional(),
    runs: count.describe('Programs.'),
    statements: count,
    sites: count,
    onStack: count.describe('Of the sites.'),
    seconds,
    interrupted: z.boolean(),
    invariants: list(z.strictObject({ id, judged: count, vacuous: z.boolean() })),
    broken: z
      .strictObject({
        findings: list(finding).describe('Of the smallest program: what broke first, then all else.'),
        run: count.describe('The number of the program, from 0.'),
        original: z.string(),
        shrunk: z.string().regex(/^package main\n/),
        statements: count.describe('Of the smallest program.'),
        tries: count.describe('Programs that were tried to make it small.'),
      })
      .optional(),
    replay: z.string().describe('A command that shows it again.').optional(),
  })
  .describe('Of programs that are drawn.');

export const escape = z
  .union([decisions, drawn])
  .describe('What allocheck escape --json prints.');

export type DecisionsJson = z.infer<typeof decisions>;
export type EscapeJson = z.infer<typeof drawn>;
