/** Lists of what there is to run: subjects, profiles, invariants. As text, and as data for JSON. */
import type { AnyInvariant } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant } from '../../models/mutants/mutant.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { JSON_VERSION } from './finding-json.ts';
import type { Statement } from './finding.ts';
import type { Paint } from './paint.ts';
import { counted, table } from './words.ts';

export function relationsText(relations: readonly Relation[], paint: Paint): string {
  return statementsText(relations, 'relation', paint);
}

export function relationsJson(relations: readonly Relation[]): object {
  return {
    version: JSON_VERSION,
    relations: relations.map(({ id, holds, because, sources, needs, against, examples }) => ({
      id,
      holds,
      because,
      sources: sources.map(({ text }) => text),
      needs,
      against: against ?? 'subject',
      examples: { agrees: examples.agrees.length, disagrees: examples.disagrees.length },
    })),
  };
}

/** What a list tells of a profile. */
export interface ProfileLine {
  readonly id: string;
  readonly title: string;
}

export function invariantsText(invariants: readonly AnyInvariant[], paint: Paint): string {
  return statementsText(invariants, 'invariant', paint);
}

function statementsText(
  statements: readonly Pick<Statement, 'id' | 'holds'>[],
  one: string,
  paint: Paint,
): string {
  const width = Math.max(0, ...statements.map(({ id }) => id.length));
  const rows = statements.map(({ id, holds }) => `${paint.bold(id.padEnd(width))}  ${holds}`);
  const foot = paint.dim(`${counted(statements.length, one)}; more of one: allocheck explain ID`);
  return `${[...rows, '', foot].join('\n')}\n`;
}

export function invariantsJson(invariants: readonly AnyInvariant[]): object {
  return {
    version: JSON_VERSION,
    invariants: invariants.map(({ id, holds, because, sources, when, cost, every, examples }) => ({
      id,
      level: every.level,
      holds,
      because,
      sources: sources.map(({ text }) => text),
      when,
      cost,
      every: every.every,
      examples: { holds: examples.holds.length, violates: examples.violates.length },
    })),
  };
}

export function mutantsText(mutants: readonly AnyMutant[], paint: Paint): string {
  const width = Math.max(0, ...mutants.map(({ id }) => id.length));
  const rows = mutants.map(({ id, story }) => `${paint.bold(id.padEnd(width))}  ${story}`);
  const foot = paint.dim(
    `${counted(mutants.length, 'mutant')}; more of one: allocheck explain ID; try them: allocheck mutants --run`,
  );
  return `${[...rows, '', foot].join('\n')}\n`;
}

export function mutantsJson(mutants: readonly AnyMutant[]): object {
  return {
    version: JSON_VERSION,
    mutants: mutants.map((mutant) => ({
      id: mutant.id,
      story: mutant.story,
      sources: mutant.sources.map(({ text }) => text),
      quirkOf: mutant.quirkOf ?? null,
      ...(isEquivalent(mutant)
        ? { equivalent: mutant.equivalent }
        : {
            caughtBy: mutant.caughtBy,
            withinRuns: mutant.withinRuns,
            shortest: mutant.shortest.lines,
          }),
    })),
  };
}

export function subjectsText(subjects: readonly SubjectDefinition[]): string {
  const rows = subjects.map(({ id, title, offers, geometries }) => [
    id,
    title,
    `views: ${['client', ...offers].join(', ')}`,
    `geometries: ${geometries.join(', ')}`,
  ]);
  return `${table(rows, '').join('\n')}\n`;
}

export function subjectsJson(subjects: readonly SubjectDefinition[]): object {
  return {
    version: JSON_VERSION,
    subjects: subjects.map(({ id, title, offers, geometries }) => ({
      id,
      title,
      offers: ['client', ...offers],
      geometries,
    })),
  };
}

export function profilesText(profiles: readonly ProfileLine[]): string {
  return `${table(
    profiles.map(({ id, title }) => [id, title]),
    '',
  ).join('\n')}\n`;
}

export function profilesJson(profiles: readonly ProfileLine[]): object {
  return { version: JSON_VERSION, profiles: profiles.map(({ id, title }) => ({ id, title })) };
}
