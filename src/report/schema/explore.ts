/** The shape of what `explore --json` prints. */
import { z } from 'zod';
import { finding } from './finding.ts';
import { count, list, seconds, version } from './parts.ts';

const layer = z.strictObject({
  depth: count,
  states: count.describe('That no shorter program leads to.'),
  transitions: count.describe('Commands that were run and judged.'),
});

export const explore = z
  .strictObject({
    version,
    subject: z.string(),
    mutant: z.string().describe('Absent for the model as it is.').optional(),
    scope: z.strictObject({
      procs: count,
      sizes: list(count).describe('Bytes.'),
      blocks: count,
      depth: count,
    }),
    layers: list(layer).describe('By depth, from 0 on: those that were gone through.'),
    invariants: count,
    seconds,
    workers: count,
    interrupted: z.boolean().describe('By Ctrl-C or by the time that was given.'),
    findings: list(finding),
  })
  .describe('What allocheck explore --json prints.');

export type ExploreJson = z.infer<typeof explore>;
