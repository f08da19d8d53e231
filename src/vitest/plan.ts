/** What a described allocator is tested by and how, as far as it is known before any test runs. */
import process from 'node:process';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { UsageError } from '../base/errors.ts';
import { exampleProblems } from '../cli/config-examples.ts';
import { problemsOf } from '../cli/config-schema.ts';
import type { Config, RunConfig } from '../cli/define-config.ts';
import { runSettings } from '../cli/settings.ts';
import type { RunSettings } from '../cli/settings.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Statement } from '../report/finding.ts';
import { profileFor } from '../workload/profile.ts';
import type { Profile } from '../workload/profile.ts';
import { PROFILES } from '../workload/profiles.ts';
import { standardProfile } from '../workload/standard-profile.ts';
import { judgesOf } from './judges.ts';
import type { Judges } from './judges.ts';

/** Fewer than `allocheck run` has: the tests of a project run often. */
const DEFAULT_RUNS = 200;

/** Where programs that broke something are kept, and run first. */
const STANDARD_CORPUS = '.allocheck/corpus';

/** As `run` of a config, for these tests alone; `invariants` are patterns of ids. */
export interface TestOptions extends Omit<RunConfig, 'out'> {
  /** The project's own invariants, relations, profiles and defaults: what its `allocheck.config.ts` exports. */
  readonly config?: Config;
  /** Milliseconds for each test; vitest's `testTimeout` where not given. The first one to run pays for all. */
  readonly timeout?: number;
}

export interface Plan {
  readonly subject: SubjectDefinition;
  readonly judges: Judges;
  /** What is tested, a test each. */
  readonly statements: readonly Statement[];
  readonly profile: Profile;
  readonly settings: Omit<RunSettings, 'corpus'>;
  readonly corpus: string;
}

/**
 * @param otherSeed  where neither the environment nor the options nor the config say one
 * @throws {UsageError} when the options are none, or the subject can be judged by nothing of what is asked for
 */
export function planOf(subject: SubjectDefinition, options: TestOptions, otherSeed: number): Plan {
  const { config = {}, timeout: _, ...own } = options;
  checkOptions(own, config);
  const run = { ...config.run, ...own };
  const hasBudget = run.runs !== undefined || run.time !== undefined;
  const limited = hasBudget ? run : { ...run, runs: DEFAULT_RUNS };
  const { corpus = STANDARD_CORPUS, ...settings } = runSettings(
    {},
    process.env,
    limited,
    otherSeed,
  );
  const judges = judgesOf(subject, settings.invariants, config);
  return {
    subject,
    judges,
    statements: [...judges.catalogue, ...judges.relations],
    profile: profileOf(subject, settings, config),
    settings,
    corpus,
  };
}

function checkOptions(own: Omit<TestOptions, 'config' | 'timeout'>, config: Config): void {
  const malformed = [...problemsOf(config), ...problemsOf({ run: own })];
  const problems = malformed.length > 0 ? malformed : exampleProblems(config);
  if (problems.length > 0)
    throw new UsageError(`the options of testAllocator: ${problems.join('\n')}`);
}

function profileOf(
  subject: SubjectDefinition,
  { profile: id, commands }: Plan['settings'],
  { profiles = [] }: Config,
): Profile {
  const profile =
    id === undefined ? standardProfile(subject) : profileNamed(id, [...PROFILES, ...profiles]);
  const commandsMax = commands ?? profile.commandsMax;
  const commandsMin = Math.min(profile.commandsMin, commandsMax);
  return profileFor(subject, { ...profile, commandsMin, commandsMax });
}

function profileNamed(id: string, profiles: readonly Profile[]): Profile {
  const found = profiles.find((profile) => profile.id === id);
  if (found !== undefined) return found;
  const ids = profiles.map((profile) => profile.id);
  throw new UsageError(
    `unknown profile ${id}${didYouMean(id, ids)}\nuse one of: ${ids.join(', ')}`,
  );
}
