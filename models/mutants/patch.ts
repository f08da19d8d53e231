/** Applying the edits of a mutant to the texts of a model, or of a project's own subject. */
import { posix } from 'node:path';
import { HarnessBug, UsageError } from '../../src/base/errors.ts';
import type { HarnessError } from '../../src/base/errors.ts';
import type { Edit, Mutant } from './mutant.ts';
import { readSource } from './sources.ts';

/** What of a mutant says how its subject is made. */
export type Patched = Pick<Mutant, 'id' | 'patch' | 'subject'>;

/**
 * The patched text of each file that the mutant changes, by path from the root of its sources.
 *
 * @throws {HarnessBug} when an edit no longer applies: its text is there never, or more than once
 * @throws {UsageError} the same, where the mutant is a project's own
 */
export function patchedTexts(mutant: Patched): ReadonlyMap<string, string> {
  const { patch, subject } = mutant;
  const texts = new Map<string, string>();
  for (const edit of 'file' in patch ? [patch] : patch) {
    const file = posix.normalize(edit.file);
    const text = texts.get(file) ?? readSource(file, subject && rootOf(subject));
    texts.set(file, applied(mutant, edit, text));
  }
  return texts;
}

/** One line of a file, as it is and as a mutant has it. */
export interface PatchedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/**
 * The lines that the edits of a mutant change, one after the other.
 *
 * @throws as patchedTexts does
 */
export function patchedLines(mutant: Patched): readonly PatchedLine[] {
  const { patch, subject } = mutant;
  const texts = new Map<string, string>();
  return ('file' in patch ? [patch] : patch).map((edit) => {
    const { file, find, replace } = edit;
    const text = texts.get(file) ?? readSource(posix.normalize(file), subject && rootOf(subject));
    texts.set(file, applied(mutant, edit, text));
    const line = text.slice(0, text.indexOf(find)).split('\n').length;
    const before = text.split('\n')[line - 1] as string;
    return { file, line, before, after: before.replace(find, () => replace) };
  });
}

/** The folder that paths of a project's own mutant start from. */
export function rootOf({ file }: NonNullable<Patched['subject']>): URL {
  return new URL('.', file);
}

/** What is wrong with a mutant: ours is a bug of ours. */
export function faulty({ id, subject }: Patched, problem: string): HarnessError {
  const message = `mutant ${id} ${problem}`;
  return subject === undefined ? new HarnessBug(message) : new UsageError(message);
}

function applied(mutant: Patched, { file, find, replace }: Edit, text: string): string {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  const times = `${parts.length - 1} times, not once`;
  throw faulty(
    mutant,
    `no longer applies: ${file} has ${JSON.stringify(find)} ${times}\n` +
      'write its patch anew for the present source',
  );
}
