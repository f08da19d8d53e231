/** The shapes of what `replay --json`, `shrink --json` and `verify --json` print. */
import { z } from 'zod';
import { finding } from './finding.ts';
import { count, id, list, variants, version } from './parts.ts';
import { run } from './run.ts';

const VERDICTS = ['broke', 'still-broken', 'diverged', 'unjudged', 'fixed', 'held'] as const;

const verdict = z.enum(VERDICTS).meta({ id: 'verdict' });

const format = z
  .enum(['program', 'recording', 'mtrace', 'valgrind', 'heaptrack', 'malloc-lab', 'csv', 'ltrace'])
  .meta({ id: 'format' });

const recorded = z
  .strictObject({
    invariant: id,
    step: count,
    seed: z.int().describe('Of a relation: what its rewriting drew from.').optional(),
    writtenBy: z.string().optional(),
    subjectVersion: z.string().optional(),
  })
  .meta({ id: 'recorded' });

/** What is said of a file, whatever is done with it. */
const ofFile = {
  file: z.string(),
  format,
  subject: z.string(),
  subjectVersion: z.string().describe('Absent where the subject states none.').optional(),
  recorded: recorded
    .describe(
      'What a recording says of itself. Absent of other files, and where its verdict is one of a program.',
    )
    .optional(),
  events: count.describe(
    'Operations that the file holds: of a trace its events, of a program its commands.',
  ),
  notRun: list(id).describe('Those that were left out.'),
};

const judgements = list(z.strictObject({ id, judged: count }));

const replayed = z
  .strictObject({
    ...ofFile,
    verdict,
    commands: count.describe('That ran.'),
    checks: count,
    peakLiveBytes: count,
    peakCommittedBytes: count.describe(
      '0 when the subject offers no view of the operating system.',
    ),
    invariants: judgements,
    relations: judgements,
    variants: variants
      .describe('Where they were asked for, and the program itself broke nothing.')
      .optional(),
    findings: list(finding),
  })
  .meta({ id: 'replayed' });

export const replay = z
  .strictObject({
    version,
    verdicts: z.record(verdict, count).describe('How many files there are of each.'),
    files: list(replayed),
  })
  .describe('What allocheck replay --json prints.');

export const shrink = z
  .strictObject({
    version,
    ...ofFile,
    verdict: verdict.describe("On the file's program, before it was made smaller."),
    commands: count.describe("Of the file's program."),
    first: z
      .strictObject({ invariant: id, step: count })
      .describe("What the file's program broke first. Absent where it broke nothing.")
      .optional(),
    ended: z
      .enum(['smallest', 'time', 'interrupt', 'programs', 'not-repeated'])
      .describe('Why nothing smaller was looked for. Absent where nothing was made smaller.')
      .optional(),
    findings: list(finding).describe('One, or none where nothing was made smaller.'),
  })
  .describe('What allocheck shrink --json prints.');

export const verify = z
  .strictObject({ version, runs: list(run.meta({ id: 'run' })), files: list(replayed) })
  .describe('What allocheck verify --json prints.');

export type ReplayJson = z.infer<typeof replay>;
export type ReplayedJson = z.infer<typeof replayed>;
export type RecordedJson = z.infer<typeof recorded>;
export type ShrinkJson = z.infer<typeof shrink>;
