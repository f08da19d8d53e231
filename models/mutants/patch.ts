/** Applying the edits of a mutant to the texts of a model. */
import { HarnessBug } from '../../src/base/errors.ts';
import type { Edit, Mutant } from './mutant.ts';
import { readSource } from './sources.ts';

/**
 * The patched text of each file that the mutant changes, by path.
 *
 * @throws {HarnessBug} when an edit no longer applies: its text is there never, or more than once
 */
export function patchedTexts({
  id,
  patch,
}: Pick<Mutant, 'id' | 'patch'>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const edit of 'file' in patch ? [patch] : patch) {
    const { file } = edit;
    texts.set(file, applied(id, edit, texts.get(file) ?? readSource(file)));
  }
  return texts;
}

function applied(id: string, { file, find, replace }: Edit, text: string): string {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  const times = `${parts.length - 1} times, not once`;
  throw new HarnessBug(
    `mutant ${id} no longer applies: ${file} has ${JSON.stringify(find)} ${times}\n` +
      'write its patch anew for the present source',
  );
}
