/** The pages of docs/ and the schemas of schema/ that are made from definitions. docs.mjs writes them. */
import { readFileSync, readdirSync } from 'node:fs';
import { escapeMutants } from '../../models/escape-mutants/index.ts';
import { mutants } from '../../models/mutants/index.ts';
import { processMutants } from '../../models/mutants/process/index.ts';
import { escapeCatalogue } from '../../spec/escape/index.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { processCatalogue } from '../../spec/invariants/process/index.ts';
import { breaks } from '../cli/demonstration.ts';
import { commandLine } from '../cli/program.ts';
import { HEAD } from '../process/text.ts';
import { cliPage } from './cli-page.ts';
import { comparePageText } from './compare-doc.ts';
import { familyPage } from './family-page.ts';
import { invariantsPage } from './invariants-page.ts';
import { SILENT } from '../cli/terminal.ts';
import { mistakes } from './mistakes.ts';
import { mutantsPage } from './mutants-page.ts';
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
  { path: 'docs/process-invariants.md', text: processText },
  { path: 'docs/escape-invariants.md', text: escapeText },
  { path: 'docs/mutants.md', text: mutantsText },
  { path: 'docs/cli.md', text: cliText },
  { path: 'docs/compare.md', text: async () => Promise.resolve(comparePageText()) },
  ...(Object.keys(SHAPES) as (keyof typeof SHAPES)[]).map((command) => ({
    path: schemaPath(command),
    text: async () => Promise.resolve(schemaText(command)),
  })),
];

/** What was measured is not measured anew: `npm run kill-matrix` does that. */
function measured(): MeasuredMatrix {
  const file = new URL('../../docs/kill-matrix.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as MeasuredMatrix;
}

async function mutantsText(): Promise<string> {
  return Promise.resolve(mutantsPage(mutants, measured()));
}

async function processText(): Promise<string> {
  const page = familyPage({
    title: 'What is judged of a process',
    introduction: [
      '[process.md](process.md) says what runs, and how. Below are the faults of',
      '`models/mutants/process` that each has been seen to notice.',
    ],
    invariants: processCatalogue,
    mutants: processMutants,
    matrix: measured(),
    family: 'process',
    unit: 'commands',
    file: (id) => `spec/invariants/${id}.ts`,
    program: ({ shortest: { heap, lines } }) => [
      HEAD,
      ...(heap === undefined ? [] : [`system ${heap}`]),
      ...lines,
    ],
  });
  return Promise.resolve(page);
}

async function escapeText(): Promise<string> {
  const page = familyPage({
    title: 'What is judged of escape analysis',
    introduction: [
      '[escape.md](escape.md) says what runs, and how. Below are the faults of',
      '`models/escape-mutants` that each has been seen to notice.',
    ],
    invariants: escapeCatalogue,
    mutants: escapeMutants,
    matrix: measured(),
    family: 'escape',
    unit: 'statements',
    file: (id) => `spec/${id}.ts`,
    program: ({ shortest: { lines } }) => lines,
  });
  return Promise.resolve(page);
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
