/** Reports for machines: files that `--report` names, and what GitHub shows of a job. */
import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { checkWritable } from '../engine/corpus.ts';
import type { Makers } from './report-makers.ts';
import type { Terminal } from './terminal.ts';

/** Each form that a file may have, and how the names of such files end. */
const ENDINGS = { junit: 'xml', sarif: 'sarif', json: 'json' } as const;

type Form = keyof typeof ENDINGS;

const FORMS = Object.keys(ENDINGS) as readonly Form[];

/** A file that is to be written. */
export interface Wanted {
  readonly form: Form;
  readonly file: string;
}

/**
 * Reads what `--report` says, and sees to it that the files can be written.
 *
 * @param said  `junit=build/allocheck.xml`
 * @throws {UsageError} where they cannot, or one of them is none
 */
export function wantedReports(said: readonly string[]): readonly Wanted[] {
  const wanted = said.map(readWanted);
  const files = wanted.map(({ file }) => resolve(file));
  const twice = wanted.find(({ file }, i) => files.indexOf(resolve(file)) < i);
  if (twice !== undefined) throw new UsageError(`two reports cannot both be ${twice.file}`);
  for (const { file } of wanted) {
    checkWritable(dirname(file));
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new UsageError(`${file} cannot be written: it is a folder\nname a file in it`);
  }
  return wanted;
}

function readWanted(said: string): Wanted {
  const [, name = '', file = ''] = /^([^=]*)=?(.*)$/s.exec(said) ?? [];
  const form = FORMS.find((each) => each === name);
  if (form === undefined) {
    const forms = FORMS.map((each) => `${each}=FILE`).join(', ');
    throw new UsageError(`unknown report ${said}${didYouMean(name, FORMS)}\nuse one of: ${forms}`);
  }
  if (file === '') {
    const example = `${form}=allocheck-out/report.${ENDINGS[form]}`;
    throw new UsageError(`the report ${said} has no file\nwrite for example: ${example}`);
  }
  return { form, file };
}

/**
 * Writes the files, and tells GitHub where it is what runs this.
 *
 * @returns  whether all could be written; where not, a word on why is on `err`
 */
export function writeReports(
  makers: Makers,
  wanted: readonly Wanted[],
  terminal: Terminal,
): boolean {
  const files = wanted.map(({ form, file }) =>
    isDone(terminal, file, () => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, makers[form]());
    }),
  );
  tellGithub(makers, terminal);
  return files.every(Boolean);
}

/** Annotations go to `err`, where GitHub reads them too: `out` may be the JSON of somebody. */
function tellGithub({ annotations, summary }: Makers, terminal: Terminal): void {
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY: file = '' } = terminal.env;
  if (GITHUB_ACTIONS !== 'true') return;
  terminal.err(annotations());
  if (file === '') return;
  isDone(terminal, file, () => appendFileSync(file, summary()));
}

/** Whether a file could be written. That it could not is told, and ends nothing: what was found is told all the same. */
function isDone(terminal: Terminal, file: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    terminal.err(`allocheck: ${file} cannot be written: ${(error as Error).message}\n`);
    return false;
  }
}
