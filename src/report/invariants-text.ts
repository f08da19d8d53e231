/** What invariants were judged, how often, and which were not. Shared by the reports of runs and replays. */
import type { Paint } from './paint.ts';
import { amount, counted, listed } from './words.ts';

/** An invariant with how often it was judged. */
export interface Judged {
  readonly id: string;
  readonly holds: string;
  readonly judged: number;
}

/** Most ids that one line names, and most columns of them. */
const NAMED_MAX = 5;
const NAMED_COLUMNS_MAX = 76;

const LEVELS: Readonly<Record<string, string>> = {
  client: 'what every client of an allocator relies on',
  gc: 'what the client of a collector relies on',
  os: 'what goes on with the operating system',
  classic: "what the structures of Go's heap until 1.10 say of each other",
  go: "what Go's structures say of each other",
  runtime: 'who runs where',
  relation: 'what two runs say of each other',
};

/** All judgements together. */
export function checksOf(invariants: readonly Judged[]): number {
  return invariants.reduce((sum, { judged }) => sum + judged, 0);
}

/** `all 61 invariants`, `all 61 invariants and 9 relations` */
export function allOf(count: number, relations = 0): string {
  if (count + relations !== 1) return `all ${kindsOf(count, relations)}`;
  return count === 1 ? 'the one invariant' : 'the one relation';
}

/** `61 invariants and 9 relations` */
export function kindsOf(count: number, relations: number): string {
  const told = [count === 0 && relations > 0 ? '' : counted(count, 'invariant')];
  if (relations > 0) told.push(counted(relations, 'relation'));
  return listed(told.filter((text) => text !== ''));
}

/** How many held, and how many met nothing and so did not. */
export function heldText(
  invariants: readonly Pick<Judged, 'judged'>[],
  relations: readonly Pick<Judged, 'judged'>[] = [],
): string {
  const met = (all: readonly Pick<Judged, 'judged'>[]): number =>
    all.filter(({ judged }) => judged > 0).length;
  const [invariantsMet, relationsMet] = [met(invariants), met(relations)];
  const without = invariants.length + relations.length - invariantsMet - relationsMet;
  const gap = without === 0 ? '' : `; ${without} more met nothing to judge`;
  return `${allOf(invariantsMet, relationsMet)} held${gap}`;
}

/** The sentence of each invariant with how often it was judged, by level. */
export function judgedText(invariants: readonly Judged[], paint: Paint): readonly string[] {
  const levels = levelsOf(invariants.map(({ id }) => id));
  const width = Math.max(0, ...invariants.map(({ judged }) => amount(judged).length));
  return levels.flatMap((level, i) => [
    '',
    `  ${paint.bold(LEVELS[level] ?? level)}${i === 0 ? ', and how often it was judged' : ''}`,
    ...invariants
      .filter(({ id }) => levelOf(id) === level)
      .map(({ id, holds, judged }) => {
        const count = amount(judged).padStart(width);
        return `  ${count}  ${holds}  ${paint.dim(`[${id}]`)}`;
      }),
  ]);
}

/** The invariants that met nothing, and those that did not run, where there are such. */
export function gapsText(
  vacuous: readonly string[],
  notRun: readonly string[],
  paint: Paint,
): readonly string[] {
  return [
    ...(vacuous.length === 0 ? [] : [paint.yellow(`  met nothing to judge: ${named(vacuous)}`)]),
    ...(notRun.length === 0 ? [] : [paint.dim(`  not run: ${named(notRun)}`)]),
  ];
}

/** A few ids by their names, many by their levels. */
function named(ids: readonly string[]): string {
  if (ids.length <= NAMED_MAX && listed(ids).length <= NAMED_COLUMNS_MAX) return listed(ids);
  const levels = levelsOf(ids);
  return listed(
    levels.map((level) => `${ids.filter((id) => levelOf(id) === level).length} of ${level}/*`),
  );
}

/** The invariant that was judged least, and how often. */
export function leastText(invariants: readonly Judged[]): string | undefined {
  const met = invariants.filter(({ judged }) => judged > 0);
  const least = met.toSorted((a, b) => a.judged - b.judged)[0];
  return least === undefined ? undefined : `${least.id}, ${counted(least.judged, 'time')}`;
}

/** As they come, but what any client relies on first. */
function levelsOf(ids: readonly string[]): readonly string[] {
  const levels = [...new Set(ids.map(levelOf))];
  return levels.toSorted((a, b) => Number(b === 'client') - Number(a === 'client'));
}

function levelOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}
