/** What the suite of `npm run mutation` shares. It loads no mutants: the model's sources are not as they were written. */
import { readFileSync, readdirSync } from 'node:fs';
import { catalogue } from '../../spec/invariants/index.ts';
import { goSubject } from '../../models/go/subject.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { parseProgram } from '../../src/program/text.ts';

const folder = new URL('programs/', import.meta.url);

/** The programs of programs/, by name. */
export const drawnPrograms = readdirSync(folder).map((name) => ({
  name: name.replace('.allocheck', ''),
  text: readFileSync(new URL(name, folder), 'utf8'),
}));

const invariants = applicable(catalogue, goSubject.offers);

/** Ids of the invariants that a program in text form breaks, and of the marks that it reaches. */
export function outcomeOf(text: string): {
  readonly broken: readonly string[];
  readonly reached: ReadonlySet<string>;
} {
  const { findings, reached } = execute(parseProgram(text, 'test'), goSubject, invariants);
  return { broken: findings.map(({ invariant }) => invariant), reached };
}
