/** Compares allocators on programs: of files, or drawn from a profile. */
import { existsSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { Prng } from '../base/prng.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { measure } from '../compare/measure.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import type { Comparison } from '../report/comparison.ts';
import { gapText } from '../trace/trace.ts';
import { generateProgram } from '../workload/generate.ts';
import { profileFor } from '../workload/profile.ts';
import { filesOf, readInput } from './inputs.ts';
import type { Terminal } from './terminal.ts';
import { named } from './workbench.ts';
import type { Workbench } from './workbench.ts';

export interface CompareRequest {
  /** Ids of allocators and profiles, files and folders, in any order. */
  readonly words: readonly string[];
  /** Of programs that a profile draws. */
  readonly seed: number | undefined;
  readonly commands: number | undefined;
}

/** Where the programs are when none is named. */
const TRACES = 'examples/traces';
const SEED = 1;
const COMMANDS = 5000;

/** What runs, and the program as each allocator runs it. */
interface Planned extends Omit<Comparison, 'compared' | 'commands'> {
  readonly runs: readonly { readonly subject: SubjectDefinition; readonly program: Program }[];
}

/**
 * Compares the allocators on one program after the other. All files are read before the first one runs.
 *
 * @throws {HarnessError} before anything runs, when a word or a file is not what it should be
 */
export async function* compare(
  request: CompareRequest,
  workbench: Workbench,
  terminal: Terminal,
): AsyncGenerator<Comparison, void, undefined> {
  const { subjects, profiles, paths, bench } = await sorted(request.words, workbench);
  if (profiles.length === 0 && (request.seed ?? request.commands) !== undefined)
    throw new UsageError(
      '--seed and --commands are of a program that a profile draws\nname one: allocheck profiles',
    );
  const files = filesOf(profiles.length + paths.length === 0 ? [standardFolder()] : paths);
  const planned = [
    ...files.map((file) => plannedFile(file, subjects, bench, terminal)),
    ...profiles.map((id) => plannedProfile(id, subjects, bench, request)),
  ];
  for (const { runs, ...of } of planned) {
    const compared = runs.map(({ subject, program }) => measure(program, subject));
    const [first] = runs;
    yield { ...of, commands: first === undefined ? 0 : commandCount(first.program), compared };
  }
}

interface Sorted {
  readonly subjects: readonly SubjectDefinition[];
  readonly profiles: readonly string[];
  readonly paths: readonly string[];
  /** With the profiles of files. */
  readonly bench: Workbench;
}

/** What each word names. What flags bring along is compared too. */
async function sorted(words: readonly string[], workbench: Workbench): Promise<Sorted> {
  const ids = workbench.subjects.map(({ id }) => id);
  const profileIds = workbench.profiles.map(({ id }) => id);
  const isPath = (word: string): boolean => !ids.includes(word) && existsSync(word);
  const unknown = words.find(
    (word) => !ids.includes(word) && !profileIds.includes(word) && !existsSync(word),
  );
  if (unknown !== undefined) throw noSuch(unknown, ids, profileIds);
  const asked = words.filter((word) => ids.includes(word));
  const brought = workbench.foreign.map(({ subject }) => subject.id);
  const all = [...asked, ...brought.filter((id) => !asked.includes(id))];
  checkSubjects(all, ids);
  const profileFiles = words.filter((word) => isPath(word) && word.endsWith('.json'));
  let bench = workbench;
  if (profileFiles.length > 0) {
    const { withProfile } = await import('./profile-file.ts');
    for (const file of profileFiles) bench = withProfile(bench, file);
  }
  const isProfile = (word: string): boolean =>
    profileFiles.includes(word) || (!isPath(word) && profileIds.includes(word));
  const others = words.filter((word) => !ids.includes(word));
  return {
    subjects: all.map((id) => named('subject', bench.subjects, id)),
    profiles: others.filter(isProfile),
    paths: others.filter((word) => !isProfile(word)),
    bench,
  };
}

function noSuch(word: string, ids: readonly string[], profiles: readonly string[]): UsageError {
  return new UsageError(
    `${word} is no allocator, no profile and no file${didYouMean(word, [...ids, ...profiles])}\n` +
      `allocators: ${ids.join(', ')}; profiles: ${profiles.join(', ')}`,
  );
}

function checkSubjects(asked: readonly string[], ids: readonly string[]): void {
  const twice = asked.find((id, i) => asked.indexOf(id) < i);
  if (twice !== undefined) throw new UsageError(`${twice} is named twice\nname another allocator`);
  if (asked.length >= 2) return;
  throw new UsageError(
    `it takes two allocators or more to compare\nname them: allocheck compare go tcmalloc; ` +
      `there are: ${ids.join(', ')}`,
  );
}

function standardFolder(): string {
  if (existsSync(TRACES)) return TRACES;
  throw new UsageError(
    `there is nothing to run: no program is named, and there is no ${TRACES} here\n` +
      'name a program, a trace or a profile: docs/record-a-trace.md, allocheck profiles',
  );
}

function plannedFile(
  file: string,
  subjects: readonly SubjectDefinition[],
  workbench: Workbench,
  terminal: Terminal,
): Planned {
  const inputs = subjects.map(({ id }) => readInput(file, id, workbench));
  for (const gap of inputs[0]?.trace?.gaps ?? []) terminal.err(`${file}:${gapText(gap)}\n`);
  const runs = inputs.map(({ subject, program }) => ({ subject, program }));
  return { name: file, format: inputs[0]?.format ?? 'program', seed: undefined, runs };
}

/**
 * One program, for the first of the allocators; the others run the same. The system keeps to its usual way and memory is not
 * limited: the k-th call of one allocator is not that of another.
 */
function plannedProfile(
  id: string,
  subjects: readonly SubjectDefinition[],
  { profiles }: Workbench,
  { seed = SEED, commands = COMMANDS }: CompareRequest,
): Planned {
  const [first] = subjects as readonly [SubjectDefinition];
  const profile = {
    ...named('profile', profiles, id),
    commandsMin: commands,
    commandsMax: commands,
  };
  const fitted = profileFor(first, profile);
  const shares = { ...fitted.shares, faults: 0, limited: 0, pacing: 0, otherGeometry: 0 };
  const program = generateProgram(new Prng(seed), { ...fitted, shares });
  const runs = subjects.map((subject) => ({
    subject,
    program: { ...program, subject: subject.id },
  }));
  return { name: id, format: 'profile', seed, runs };
}
