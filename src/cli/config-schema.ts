/** What a config may hold, for those who write it without a type checker. Loaded only when there is a config. */
import { z } from 'zod';
import { didYouMean } from '../base/nearest.ts';

/** A word of a program's text, and of a file's name. */
const NAME = /^[A-Za-z][\w./-]*$/;
const ID = /^[A-Za-z][\w-]*(?:\/[\w-]+)+$/;

/** A level of an invariant: one of ours, or a project's own. */
const LEVEL = /^(?:client|gc|os|go|runtime|tcmalloc|classic|own\/[A-Za-z][\w-]*)$/;

const name = z.string().regex(NAME, 'expected a word that starts with a letter, such as my-pool');
const callable = z.custom((value) => typeof value === 'function', 'expected a function');
const count = z.int().min(1);

const level = z
  .string()
  .regex(
    LEVEL,
    'expected client, gc, os, go, runtime, tcmalloc, classic, or a level of your own such as own/my-pool',
  );

const mark = z.looseObject({
  id: z.string().regex(ID, 'expected an id such as my-pool/full'),
  when: z.string(),
  source: z.looseObject({ text: z.string() }),
});

const subject = z.looseObject({
  id: name,
  title: z.string(),
  version: z.string().optional(),
  offers: z.array(level),
  geometries: z.array(name).min(1),
  edges: z.array(z.number()),
  marks: z.array(mark).optional(),
  create: callable,
});

const invariant = z.looseObject({
  id: z.string().regex(ID, 'expected an id such as client/contents-kept'),
  holds: z.string(),
  because: z.string(),
  implies: z.array(z.string()).optional(),
  sources: z.array(z.looseObject({ text: z.string() })).min(1),
  when: z.enum(['always', 'quiescent', 'swept', 'at-end']),
  cost: z.string(),
  every: z.looseObject({
    every: z.string(),
    level,
    all: callable,
  }),
  check: callable,
  examples: z.looseObject({ holds: z.array(z.unknown()), violates: z.array(z.unknown()) }),
});

const relation = z.looseObject({
  id: z.string().regex(ID, 'expected an id such as my-pool/reset-forgets-all'),
  holds: z.string(),
  because: z.string(),
  sources: z.array(z.looseObject({ text: z.string() })).min(1),
  needs: z.array(z.string()),
  suits: callable.optional(),
  against: z.literal('reference').optional(),
  rewrite: callable,
  agree: callable,
  examples: z.looseObject({ agrees: z.array(z.unknown()), disagrees: z.array(z.unknown()) }),
});
const edit = z.looseObject({ file: z.string(), find: z.string().min(1), replace: z.string() });

const mutant = z
  .looseObject({
    id: z.string().regex(ID, 'expected an id such as my-pool/freed-cell-lost'),
    story: z.string(),
    sources: z.array(z.looseObject({ text: z.string() })).min(1),
    patch: z.union(
      [edit, z.array(edit).min(1)],
      'expected an edit, { file, find, replace }, or several',
    ),
    subject: z
      .looseObject({
        file: z.custom(isFileUrl, "expected new URL('./my-pool.ts', import.meta.url)"),
        name: z.string(),
      })
      .optional(),
    equivalent: z.string().optional(),
    caughtBy: z.array(z.string()).min(1).optional(),
    withinRuns: count.optional(),
    shortest: z.looseObject({ lines: z.array(z.string()).min(1) }).optional(),
  })
  .refine(
    ({ equivalent, caughtBy, withinRuns, shortest }) =>
      equivalent !== undefined ||
      [caughtBy, withinRuns, shortest].every((each) => each !== undefined),
    'expected caughtBy, withinRuns and shortest; or equivalent, for one that nobody can notice',
  );

const profile = z.looseObject({
  id: name,
  title: z.string(),
  gc: z.boolean(),
  procsMax: z.int().min(1).max(16),
  commandsMin: count,
  commandsMax: count,
  liveBytesMax: z.number().min(0),
  shares: z.looseObject({}),
  sizes: z.looseObject({}),
  deeds: z.looseObject({}),
  absurd: z.array(z.any()),
});

const run = z.strictObject({
  runs: count.optional(),
  time: z.string().optional(),
  maxFindings: count.optional(),
  seed: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 32 - 1)
    .optional(),
  commands: count.optional(),
  profile: z.string().optional(),
  invariants: z.array(z.string()).optional(),
  out: z.string().min(1).optional(),
  corpus: z.string().min(1).optional(),
  reports: z.array(z.string()).optional(),
});

const config = z.strictObject({
  subjects: z.array(subject).optional(),
  invariants: z.array(invariant).optional(),
  relations: z.array(relation).optional(),
  mutants: z.array(mutant).optional(),
  profiles: z.array(profile).optional(),
  run: run.optional(),
});

/** What is wrong with a config, a line each; none when it is well-formed. */
export function problemsOf(value: unknown): readonly string[] {
  const { error } = config.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [`${pathText(issue.path)}: ${said(issue.message)}`];
    return issue.keys.map((key) => unknownKey(key, issue.path));
  });
}

function isFileUrl(value: unknown): boolean {
  return value instanceof URL && value.protocol === 'file:';
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const valid = Object.keys((path.length === 0 ? config : run).shape);
  const near = didYouMean(key, valid);
  return `${pathText([...path, key])}: unknown key${near}\nuse one of: ${valid.join(', ')}`;
}

/** `run.runs`, `subjects[0].id` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return text === '' ? 'the default export' : text.replace(/^\./, '');
}

/** zod's messages in our manner. */
function said(message: string): string {
  return message.replace(/^Invalid input: /, '').replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());
}
