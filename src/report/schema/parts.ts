/**
 * What the shapes of JSON share. Each shape is written here once, with zod: the types of what is printed are inferred from it, and
 * the JSON Schemas that are published (schema/) are made from it. Nothing that runs imports these files but for their types, so
 * that the command line need not load zod to print.
 */
import { z } from 'zod';

/** Changes when a field changes its meaning or goes; new fields may come at any time. */
export const version = z
  .literal(1)
  .describe('Changes when a field changes its meaning or goes; new fields may come at any time.');

export const list = <T extends z.ZodType>(item: T): z.ZodReadonly<z.ZodArray<T>> =>
  z.array(item).readonly();

/** A number of things. */
export const count = z.int().min(0);

export const seconds = z.number().min(0);

export const id = z
  .string()
  .regex(/^[^/\s]+\/\S+$/)
  .describe('Of an invariant or a relation.')
  .meta({ id: 'id' });

export const program = z
  .string()
  .regex(/^allocheck 1\n/)
  .describe('A program in its text form: docs/recordings.md.')
  .meta({ id: 'program' });

const variant = z
  .strictObject({
    programs: count.describe('That made any.'),
    variants: count,
    all: z
      .boolean()
      .describe(
        'Whether none was left out: of the schedules, none with at most two preemptions.',
      ),
  })
  .meta({ id: 'variant' });

export const variants = z
  .strictObject({
    refusals: variant.describe('Calls of the operating system refused.'),
    schedules: variant.describe('Calls suspended half-way.'),
  })
  .describe('The rest of the report counts the programs as they are, and no variant.')
  .meta({ id: 'variants' });

export type VariantJson = z.infer<typeof variant>;
export type VariantsJson = z.infer<typeof variants>;
