/** How many commands programs need until they came to each mark, with guidance and without. */
import type { SubjectDefinition } from '../spec/subject.ts';
import { execute } from '../src/engine/execute.ts';
import { Guide } from '../src/workload/guide.ts';
import type { Profile } from '../src/workload/profile.ts';

/** Commands until a mark was reached, at the end of the program that did; by id. Those never reached are not there. */
export type Firsts = ReadonlyMap<string, number>;

/** A mark, and the median over the seeds of the commands until it was reached. */
export interface ReachRow {
  readonly id: string;
  /** Infinity where fewer than half of the seeds reached it. */
  readonly random: number;
  readonly guided: number;
}

/** Runs the programs of a seed, judged by nothing, until they have so many commands. */
export function firstsOf(
  subject: SubjectDefinition,
  profile: Profile,
  seed: number,
  commandsMax: number,
): Firsts {
  const guide = new Guide(profile, seed);
  const firsts = new Map<string, number>();
  let commands = 0;
  while (commands < commandsMax) {
    const program = guide.next();
    const outcome = execute(program, subject, []);
    commands += outcome.commands;
    for (const id of outcome.reached) if (!firsts.has(id)) firsts.set(id, commands);
    guide.learn(program, outcome);
  }
  return firsts;
}

/** A row for each of the marks, the coldest first: those that random programs need the most commands for. */
export function reachRows(
  ids: readonly string[],
  random: readonly Firsts[],
  guided: readonly Firsts[],
): readonly ReachRow[] {
  const rows = ids.map((id) => ({
    id,
    random: medianOf(random, id),
    guided: medianOf(guided, id),
  }));
  return rows.toSorted((a, b) => (a.random === b.random ? 0 : b.random - a.random));
}

/** How many times fewer commands guidance takes: the geometric mean over the rows. */
export function timesFewer(rows: readonly ReachRow[]): number {
  const logs = rows.map(({ random, guided }) => Math.log(random / guided));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function medianOf(firsts: readonly Firsts[], id: string): number {
  const all = firsts.map((each) => each.get(id) ?? Number.POSITIVE_INFINITY);
  return all.toSorted((a, b) => (a === b ? 0 : a - b))[Math.floor(all.length / 2)] ?? Number.NaN;
}
