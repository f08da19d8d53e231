/** What the tests of escape analysis share: the table of programs whose decisions by the real compiler are known, and mutants. */
import { readFileSync } from 'node:fs';
import { analyzeEscape } from '../../../models/escape/analyze.ts';
import { loadModule } from '../../../models/mutants/load.ts';
import type { Mutant } from '../../../models/mutants/mutant.ts';
import { escapeCatalogue } from '../../../spec/escape/index.ts';
import type { Analyze, EscapeJudge } from '../../../src/escape/judge.ts';

export interface Row {
  readonly name: string;
  readonly text: string;
  /** What `go1.19.8 tool compile -m -l` says of it, without the name of the file. */
  readonly messages: readonly string[];
}

const FILE = 'test/models/escape/go119-table.txt';

/** Each row: `=== name: what it shows`, a program, `--- go1.19.8`, what the compiler says. */
export const table: readonly Row[] = readFileSync(FILE, 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((row) => {
    const [head = '', ...rest] = row.split('\n');
    const [text = '', said = ''] = rest.join('\n').split('--- go1.19.8\n');
    return { name: head, text, messages: said.split('\n').filter((line) => line !== '') };
  });

export function analyzeWith(mutant: Pick<Mutant, 'id' | 'patch'>): Analyze {
  const { analyzeEscape: faulty } = loadModule('models/escape/analyze.ts', mutant);
  return faulty as typeof analyzeEscape;
}

export const healthy: EscapeJudge = { analyze: analyzeEscape, catalogue: escapeCatalogue };
