/** What a page reads of the JSON of a run and of a kill matrix. Loaded only when there is one. */
import { z } from 'zod';
import type { MatrixData, RunData } from '../report/html/data.ts';

const whole = z.int().min(0);

const judged = z.object({ id: z.string(), judged: whole, vacuous: z.boolean(), broken: whole });

const finding = z.object({
  invariant: z.string(),
  runs: whole.optional(),
  file: z.string().optional(),
  shrunk: z.object({ commands: whole, evaluations: whole, seconds: z.number() }).optional(),
});

const run = z.object({
  version: z.literal(1, 'expected 1, the version that is read here'),
  subject: z.string(),
  seed: z.number(),
  runs: whole,
  commands: whole,
  seconds: z.number(),
  interrupted: z.boolean(),
  did: z.array(z.object({ what: z.string(), count: whole })).default([]),
  asked: z.array(z.object({ from: whole, to: whole, count: whole })).default([]),
  invariants: z.array(judged),
  relations: z.array(judged),
  marks: z.object({ reached: whole, total: whole, missing: z.array(z.string()) }),
  notRun: z.array(z.string()),
  findings: z.array(finding),
});

const matrix = z.object({
  mutants: z.array(z.object({ id: z.string(), killedBy: z.array(z.string()) })).min(1),
});

/** What such a file holds; what is wrong with it, a line each, where it is neither. */
export type ReadJson =
  | { readonly run: RunData }
  | { readonly matrix: MatrixData }
  | { readonly problems: readonly string[] };

export function readReportJson(value: unknown): ReadJson {
  const isMatrix = typeof value === 'object' && value !== null && 'mutants' in value;
  if (isMatrix) {
    const { data, error } = matrix.safeParse(value);
    return data === undefined ? { problems: problemsOf(error) } : { matrix: data };
  }
  const { data, error } = run.safeParse(value);
  return data === undefined ? { problems: problemsOf(error) } : { run: data };
}

function problemsOf(error: z.ZodError | undefined): readonly string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}
