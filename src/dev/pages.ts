/** The pages of docs/ and the schemas of schema/ that are made from definitions. docs.mjs writes them. */
import { readFileSync, readdirSync } from 'node:fs';
import { mutants } from '../../models/mutants/index.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import { breaks } from '../cli/demonstration.ts';
import { commandLine } from '../cli/program.ts';
import { cliPage } from './cli-page.ts';
import { comparePageText } from './compare-doc.ts';
import { invariantsPage } from './invariants-page.ts';
import { SILENT } from '../cli/terminal.ts';
import { mistakes } from './mistakes.ts';
import { mutantsPage } from './mutants-page.ts';
import { processPage } from './process-page.ts';
import { SHAPES, schemaPath, schemaText } from './schemas.ts';
import type { MeasuredMatrix } from './mutants-page.ts';

export interface Page {
  /** From the root. */
  readonly path: string;
  /** The same whenever it is made from the same sources: without a date. */
  readonly text: () => Promise<string>;
}

export const PAGES: readonly Page[] = [
  { path: 'docs/invariants.md', text: invariants },
  {
    path: 'docs/process-invariants.md',
    text: async () => Promise.resolve(processPage(processCatalogue, processMutants)),
  },
  { path: 'docs/mutants.md', text: mutantsText },
  { path: 'docs/cli.md', text: cliText },
  { path: 'docs/compare.md', text: async () => Promise.resolve(comparePageText()) },
  ...(Object.keys(SHAPES) as (keyof typeof SHAPES)[]).map((command) => ({
    path: schemaPath(command),
    text: async () => Promise.resolve(schemaText(command)),
  })),
];

/** What was measured is not measured anew: `npm run kill-matrix` does that. */
async function mutantsText(): Promise<string> {
  const file = new URL('../../docs/kill-matrix.json', import.meta.url);
  return Promise.resolve(
    mutantsPage(mutants, JSON.parse(readFileSync(file, 'utf8')) as MeasuredMatrix),
  );
}

async function cliText(): Promise<string> {
  const shell = { terminal: SILENT, args: [], exit: () => undefined };
  return cliPage({ program: commandLine(shell), mistakes: await mistakes() });
}

async function invariants(): Promise<string> {
  const shown = breaks(catalogue, mutants);
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
