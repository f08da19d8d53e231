/** The config of a project: what `allocheck.config.ts` exports by default. */
import type { AnyMutant } from '../../models/mutants/mutant.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Profile } from '../workload/profile.ts';

export interface Config {
  /** Allocators to test. `allocheck run` without a name runs all of them. */
  readonly subjects?: readonly SubjectDefinition[];
  /** Judged beside ours, for subjects that offer the view. */
  readonly invariants?: readonly AnyInvariant[];
  /** Judged beside ours, for subjects that have the parts. */
  readonly relations?: readonly Relation[];
  /** Faults on purpose that an invariant must notice: in the project's own allocators, or in ours. */
  readonly mutants?: readonly AnyMutant[];
  /** What `--profile` may name beside ours. */
  readonly profiles?: readonly Profile[];
  /** Defaults of `allocheck run`. Environment variables and flags go before them. */
  readonly run?: RunConfig;
}

export interface RunConfig {
  /** Programs per subject, 2,000 by default; without bound where only a time is given. */
  readonly runs?: number;
  /** `30s`, `2m`, `1h`. */
  readonly time?: string;
  /** Distinct bugs of a subject after which its run ends, 5 by default. */
  readonly maxFindings?: number;
  /** 32 bits; by default another one each time. */
  readonly seed?: number;
  /** Most commands of a program. */
  readonly commands?: number;
  /** Id of a profile. */
  readonly profile?: string;
  /** Patterns of ids, as of `--invariants`: `client/*`, or `!client/contents-kept` to leave one out. */
  readonly invariants?: readonly string[];
  /** Folder for counterexamples, `allocheck-out` by default. */
  readonly out?: string;
  /** Folder of recordings that are run first, `.allocheck/corpus` by default where it is there. */
  readonly corpus?: string;
  /** Files for machines, as of `--report`: `junit=allocheck-out/junit.xml`. */
  readonly reports?: readonly string[];
}

/**
 * Names the type of a config, and nothing more.
 *
 *     export default defineConfig({ subjects: [mySubject], run: { time: '30s' } });
 */
export function defineConfig(config: Config): Config {
  return config;
}
