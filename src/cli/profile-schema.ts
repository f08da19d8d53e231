/** What a file of a learnt profile may hold. Loaded only when there is one. */
import { z } from 'zod';
import { didYouMean } from '../base/nearest.ts';

/** The version of the files that are written, and the only one that is read. */
export const PROFILE_VERSION = 1;

const whole = z.int().min(0);

const range = z
  .strictObject({ from: whole, to: whole, count: whole })
  .refine(({ from, to }) => from <= to, 'expected from to be at most to');

const ranges = z
  .array(range)
  .refine(
    (all) => all.length === 0 || totalOf(all) > 0,
    'expected one of the counts to be above 0',
  );

const profile = z
  .strictObject({
    allocheck: z.literal('profile', 'expected profile, as this is what such a file is'),
    version: z.literal(
      PROFILE_VERSION,
      `expected ${PROFILE_VERSION}, the version that is read here`,
    ),
    id: z
      .string()
      .regex(/^[A-Za-z][\w.-]*$/, 'expected a word that starts with a letter, such as my-server'),
    title: z.string(),
    calls: z.strictObject({ malloc: whole, calloc: whole, realloc: whole, free: whole }),
    peakLive: z.strictObject({ bytes: whole, blocks: whole }),
    sizes: ranges.min(1, 'expected a range of sizes'),
    lifetimes: ranges,
    neverFreed: whole,
  })
  .refine(({ calls: { malloc, calloc, realloc } }) => malloc + calloc + realloc > 0, {
    path: ['calls'],
    message: 'expected a call of malloc, calloc or realloc',
  })
  .refine(({ lifetimes, neverFreed }) => lifetimes.length > 0 || neverFreed > 0, {
    path: ['lifetimes'],
    message: 'expected a range of lifetimes, or neverFreed to be above 0',
  });

/** What is wrong with such a file, a line each; none when it is well-formed. */
export function profileProblems(value: unknown): readonly string[] {
  const { error } = profile.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [`${pathText(issue.path)}: ${said(issue.message)}`];
    return issue.keys.map(
      (key) => `${pathText([...issue.path, key])}: ${unknownKey(key, issue.path)}`,
    );
  });
}

function totalOf(all: readonly { readonly count: number }[]): number {
  return all.reduce((sum, { count }) => sum + count, 0);
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  if (path.length > 0) return 'unknown key';
  const valid = Object.keys(profile.shape);
  return `unknown key${didYouMean(key, valid)}\nuse one of: ${valid.join(', ')}`;
}

/** `sizes[3].count` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return text.join('').replace(/^\./, '') || 'the file';
}

/** zod's messages in our manner. */
function said(message: string): string {
  return message.replace(/^Invalid input: /, '').replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());
}
