/** The shape of what broke, in the JSON of every command. */
import { z } from 'zod';
import { count, id, list, program, seconds } from './parts.ts';

export const shrunk = z
  .strictObject({
    commands: count,
    program,
    evaluations: count,
    shorter: count
      .describe(
        'Programs with fewer commands of the same kinds and numbers, none of which breaks it. Absent: they were not tried.',
      )
      .optional(),
    seconds,
  })
  .meta({ id: 'shrunk' });

export const finding = z
  .strictObject({
    invariant: id,
    step: count.describe(
      'Index of the command, from 0, of the shrunk program where there is one; the number of commands stands for the end.',
    ),
    message: z.string(),
    line: z.int().min(1).describe('Of the trace. Absent where there is no trace.').optional(),
    alsoBroken: list(id),
    signature: z
      .string()
      .describe(
        'What tells the bug from others, on one line: equal wherever it is shrunk to the same. Absent for a plain replay.',
      )
      .optional(),
    runs: z.int().min(1).describe('Runs that showed it. Absent for a plain replay.').optional(),
    program: program
      .describe('As it was found. Absent for a recorded trace, since the file has it.')
      .optional(),
    second: program
      .describe('Of a relation: what the second run was of, where the first was of the shrunk program.')
      .optional(),
    shrunk: shrunk.describe('Absent when it was not shrunk.').optional(),
    file: z.string().describe('The recording of it. Absent when there is none.').optional(),
    known: z
      .boolean()
      .describe('Whether that is of the corpus, which showed it. Absent where no corpus is run.')
      .optional(),
    replay: z.string().describe('A command line.').optional(),
  })
  .meta({ id: 'finding' });

export type FindingJson = z.infer<typeof finding>;
export type ShrunkJson = z.infer<typeof shrunk>;
