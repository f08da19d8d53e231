/** What there is to work with: our subjects, invariants, mutants and profiles, and those of the project's config. */
import { HarnessError, UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';
import { goStacksSubject } from '../../models/runtime/stacks-subject.ts';
import { goSubject } from '../../models/go/subject.ts';
import { mallocSubject } from '../../models/malloc/subject.ts';
import { goClassicSubject } from '../../models/classic/subject.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import { mutants } from '../../models/mutants/index.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant } from '../../models/mutants/mutant.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import type { Relation } from '../../spec/relation.ts';
import { relations } from '../../spec/relations/index.ts';
import type { Commands, HeapConfig, Subject, SubjectDefinition } from '../../spec/subject.ts';
import { applicable } from '../engine/judge.ts';
import { applicableRelations } from '../engine/relations.ts';
import type { Profile } from '../workload/profile.ts';
import { PROFILES } from '../workload/profiles.ts';
import { loadConfig } from './config.ts';
import { foreignOf, foreignWords } from './foreign.ts';
import type { Foreign, ForeignFlags } from './foreign.ts';
import { chosen } from './patterns.ts';
import type { RunConfig } from './define-config.ts';

export { standardProfile } from '../workload/standard-profile.ts';

/** The allocators of this package. */
const OURS = [goSubject, goStacksSubject, mallocSubject, tcmallocSubject, goClassicSubject];

export interface Workbench {
  readonly subjects: readonly SubjectDefinition[];
  /** Those that are run when none is named: what flags bring along, else the project's, else ours. */
  readonly standard: readonly SubjectDefinition[];
  readonly invariants: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
  /** Each is loaded by loadMutant. */
  readonly mutants: readonly AnyMutant[];
  readonly profiles: readonly Profile[];
  readonly run: RunConfig;
  readonly foreign: readonly Foreign[];
  /** What a command line needs to have the same subjects and judges again, as its words. */
  readonly flags: readonly string[];
}

/**
 * @param configFile    named by `--config`
 * @param foreignFlags  the other flags that bring subjects along
 */
export async function openWorkbench(
  configFile: string | undefined,
  foreignFlags: ForeignFlags = {},
): Promise<Workbench> {
  const config = await loadConfig(configFile);
  const foreign = foreignOf(foreignFlags);
  const brought = foreign.map(({ subject }) => accountable(subject));
  const theirs = (config.subjects ?? []).map(accountable);
  const invariants = united('invariant', catalogue, config.invariants ?? []);
  const related = united('relation', relations, config.relations ?? []);
  const judges = [...invariants, ...related].map(({ id }) => id);
  return {
    subjects: united('subject', [...OURS, ...brought], theirs),
    standard: [brought, theirs].find(({ length }) => length > 0) ?? [goSubject],
    invariants,
    relations: related,
    mutants: united('mutant', mutants, await theirMutants(config.mutants ?? [], judges)),
    profiles: united('profile', PROFILES, config.profiles ?? []),
    run: config.run ?? {},
    foreign,
    flags: [
      ...foreignWords(foreignFlags),
      ...(configFile === undefined ? [] : ['--config', configFile]),
    ],
  };
}

/** The one of `items` with that id. */
export function named<T extends { readonly id: string }>(
  kind: string,
  items: readonly T[],
  id: string,
): T {
  const found = items.find((item) => item.id === id);
  if (found !== undefined) return found;
  const ids = items.map((item) => item.id);
  const known =
    ids.length <= 10 ? `\nuse one of: ${ids.join(', ')}` : `\nlist them: allocheck ${kind}s`;
  throw new UsageError(`unknown ${kind} ${id}${didYouMean(id, ids)}${known}`);
}

/** What a subject is to be judged by. */
export interface Chosen {
  readonly catalogue: readonly AnyInvariant[];
  readonly relations: readonly Relation[];
}

/** The invariants and relations that patterns choose, likewise. */
export function chosenOf(
  { invariants, relations: all }: Pick<Workbench, 'invariants' | 'relations'>,
  patterns: readonly string[],
): Chosen {
  const ids = new Set(
    chosen<{ readonly id: string }>('invariant', [...invariants, ...all], patterns).map(
      ({ id }) => id,
    ),
  );
  return {
    catalogue: invariants.filter(({ id }) => ids.has(id)),
    relations: all.filter(({ id }) => ids.has(id)),
  };
}

/** Insists that the subject can be judged by any of the chosen invariants and relations. */
export function checkJudgeable(subject: SubjectDefinition, judges: Chosen): void {
  if (applicable(judges.catalogue, subject.offers).length > 0) return;
  if (applicableRelations(judges.relations, subject).length > 0) return;
  const offered = ['client', ...subject.offers].join(', ');
  throw new UsageError(
    `${subject.id} cannot be judged by any chosen invariant: it offers only ${offered}`,
  );
}

/** Ours and theirs, which must not use our ids. */
function united<T extends { readonly id: string }>(
  kind: string,
  ours: readonly T[],
  theirs: readonly T[],
): readonly T[] {
  const all = [...ours, ...theirs];
  for (const [i, { id }] of all.entries()) {
    if (all.findIndex((other) => other.id === id) === i) continue;
    throw new UsageError(`the config has another ${kind} ${id}\ngive it an id of its own`);
  }
  return all;
}

/** Mutants of a project, whose sources get the allocheck that runs when they import it. */
async function theirMutants(
  theirs: readonly AnyMutant[],
  ids: readonly string[],
): Promise<readonly AnyMutant[]> {
  if (theirs.length === 0) return [];
  for (const mutant of theirs) {
    const unknown = isEquivalent(mutant)
      ? undefined
      : mutant.caughtBy.find((id) => !ids.includes(id));
    if (unknown === undefined) continue;
    throw new UsageError(
      `the mutant ${mutant.id} is caught by ${unknown}, which is no invariant${didYouMean(unknown, ids)}\n` +
        'list them: allocheck invariants',
    );
  }
  const packages = { allocheck: await import('../index.ts') };
  return theirs.map((mutant) =>
    mutant.subject === undefined ? mutant : { ...mutant, subject: { ...mutant.subject, packages } },
  );
}

/** The subject, which answers for what goes wrong while it is made: that is no bug of ours. */
function accountable(definition: SubjectDefinition): SubjectDefinition {
  const create = (heap: HeapConfig, program?: Commands): Subject => {
    try {
      return definition.create(heap, program);
    } catch (error) {
      if (error instanceof HarnessError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new UsageError(`the subject ${definition.id} cannot be made: ${message}`);
    }
  };
  return { ...definition, create };
}
