/** The shape of what `run --json` prints, a line for each subject. */
import { z } from 'zod';
import { finding } from './finding.ts';
import { count, id, list, seconds, variants, version } from './parts.ts';

const judged = z
  .strictObject({
    id,
    judged: count.describe('Subjects judged; of a relation, pairs of runs.'),
    vacuous: z.boolean().describe('It was asked, but met nothing to judge.'),
    broken: count.describe('Runs that it broke in.'),
  })
  .meta({ id: 'judged' });

const marks = z
  .strictObject({
    reached: count,
    total: count,
    missing: list(z.string()).describe('Ids of those that no program reached.'),
  })
  .meta({ id: 'marks' });

export const run = z
  .strictObject({
    version,
    subject: z.string(),
    seed: z.int(),
    runs: count.describe('Programs.'),
    commands: count,
    seconds,
    interrupted: z.boolean().describe('By Ctrl-C.'),
    did: list(z.strictObject({ what: z.string(), count })).describe(
      'Commands that did something, by kind.',
    ),
    asked: list(z.strictObject({ from: count, to: count, count })).describe(
      'Requests of memory by size: of `from` bytes or more, and fewer than `to`.',
    ),
    invariants: list(judged),
    relations: list(judged),
    variants,
    marks,
    notRun: list(id).describe('Those that were left out.'),
    findings: list(finding).describe('One for each bug.'),
    unsorted: count.describe(
      'Runs that broke what one of these breaks too, and were not looked into.',
    ),
    unrepeated: count.describe(
      'Runs that broke something which did not break again, in a process of its own: no findings.',
    ),
    full: z.boolean().describe('It ended because there are as many findings as were asked for.'),
  })
  .describe('What allocheck run --json prints: a line for each subject.');

export type RunJson = z.infer<typeof run>;
export type InvariantJson = z.infer<typeof judged>;
export type MarksJson = z.infer<typeof marks>;
