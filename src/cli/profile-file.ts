/** Files of learnt profiles: written by `profile learn`, read by `run --profile FILE`. */
import { writeFileSync } from 'node:fs';
import { BadInput, UsageError } from '../base/errors.ts';
import { readText } from '../trace/load.ts';
import type { Learnt } from '../workload/learnt.ts';
import { learntProfile } from '../workload/learnt-profile.ts';
import { parseJson } from './json-file.ts';
import { PROFILE_VERSION, profileProblems } from './profile-schema.ts';
import type { Workbench } from './workbench.ts';

/** The value of such a file. */
export function profileJson(learnt: Learnt): object {
  return { allocheck: 'profile', version: PROFILE_VERSION, ...learnt };
}

/** What the codes of Node mean to somebody who named a file. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** @throws {UsageError} when it cannot be written */
export function writeProfile(path: string, learnt: Learnt): void {
  try {
    writeFileSync(path, `${profileText(learnt)}\n`);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write ${path}: ${WHY[code] ?? code}`);
  }
}

/** @throws {BadInput} when it cannot be read, or is not what it should be */
function readProfile(path: string): Learnt {
  const value = parseJson(readText(path), path);
  const problems = profileProblems(value);
  if (problems.length === 0) return value as Learnt;
  throw new BadInput({ file: path, line: 0, column: 0 }, problems.join('\n'));
}

/** The workbench with the profile of the file that `--profile` names, which goes by that name. */
export function withProfile(workbench: Workbench, path: string): Workbench {
  const profile = { ...learntProfile(readProfile(path)), id: path };
  return { ...workbench, profiles: [...workbench.profiles, profile] };
}

/** A line for each range, so that a change of one is a change of its line. */
function profileText(learnt: Learnt): string {
  return JSON.stringify(profileJson(learnt), null, 2).replaceAll(
    /\{\s+("from": \d+),\s+("to": \d+),\s+("count": \d+)\s+\}/g,
    '{ $1, $2, $3 }',
  );
}
