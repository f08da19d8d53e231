/** The pages of docs/ that are made from definitions. docs.mjs writes them. */
import { readdirSync } from 'node:fs';
import { mutants } from '../../models/mutants/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { demonstrations } from '../cli/demonstration.ts';
import { invariantsPage } from './invariants-page.ts';

export interface Page {
  /** From the root. */
  readonly path: string;
  /** The same whenever it is made from the same sources: without a date. */
  readonly text: () => Promise<string>;
}

export const PAGES: readonly Page[] = [{ path: 'docs/invariants.md', text: invariants }];

async function invariants(): Promise<string> {
  const shown = demonstrations(catalogue, mutants);
  const quantifiers = await quantifierFiles();
  return invariantsPage({ invariants: catalogue, mutants, quantifiers, shown });
}

/** What each file of spec/quantifiers exports. */
async function quantifierFiles(): Promise<ReadonlyMap<string, object>> {
  const folder = new URL('../../spec/quantifiers/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const found = new Map<string, object>();
  for (const file of files.toSorted())
    found.set(file.replace('.ts', ''), (await import(new URL(file, folder).href)) as object);
  return found;
}
