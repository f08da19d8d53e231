/**
 * Every program of a scope, by breadth-first search over states: what leads to a state that was met before is not gone
 * on with. So a program that breaks something is found with the fewest commands that there are.
 *
 *     depth 0   the new heap
 *     depth 1   what each command makes of it: some of these states are alike
 *     depth 2   what each command makes of each of them that is new, …
 *
 * The states of a depth are gone through in the order of their programs, so that most of them are reached from the one
 * before by undoing a command or two. They may be shared out: what comes of the parts is put together in their order, so
 * the result does not depend on how many there are.
 */
import type { Broken, Expander, Expansion, States } from './expander.ts';

/** What was done at one depth: from the states of the depth before. */
export interface Layer {
  readonly depth: number;
  /** States that no shorter program leads to. */
  readonly states: number;
  /** Commands that were run and judged. */
  readonly transitions: number;
}

/** How far an exploration is: all that it needs to go on. */
export interface Explored {
  /** Those that are done, by depth from 0 on. */
  readonly layers: readonly Layer[];
  /** Of the last of them. */
  readonly states: States;
  /** Of all states but the first, as `Machine.state` tells them apart: layer by layer. */
  readonly keys: readonly Float64Array[];
  /** The first program that broke something: no shorter one of the scope breaks anything. */
  readonly broken: Broken | undefined;
}

/** The new heap alone. */
export const UNEXPLORED: Explored = {
  layers: [{ depth: 0, states: 1, transitions: 0 }],
  states: { depth: 0, programs: new Uint16Array() },
  keys: [],
  broken: undefined,
};

/** The states in so many parts of the same size, or nearly so. */
export function sharedOut({ depth, programs }: States, parts: number): readonly States[] {
  if (depth === 0) return [{ depth, programs }];
  const count = programs.length / depth;
  const bounds = Array.from(
    { length: parts + 1 },
    (_, i) => Math.round((count * i) / parts) * depth,
  );
  return bounds
    .slice(1)
    .map((end, i) => ({ depth, programs: programs.slice(bounds[i], end) }))
    .filter((part) => part.programs.length > 0);
}

/** One layer more, from what came of the parts of the last one. */
export function withLayer(explored: Explored, parts: readonly Expansion[]): Explored {
  const { layers, keys } = explored;
  const depth = layers.length;
  const seen = new Set<number>();
  const programs: number[] = [];
  const fresh: number[] = [];
  for (const part of parts) {
    for (const [i, key] of part.keys.entries()) {
      if (seen.has(key)) continue;
      seen.add(key);
      fresh.push(key);
      for (const number of part.states.programs.subarray(i * depth, (i + 1) * depth))
        programs.push(number);
    }
  }
  const transitions = parts.reduce((sum, part) => sum + part.transitions, 0);
  return {
    layers: [...layers, { depth, states: fresh.length, transitions }],
    states: { depth, programs: Uint16Array.from(programs) },
    keys: [...keys, Float64Array.from(fresh)],
    broken: parts.find((part) => part.broken !== undefined)?.broken,
  };
}

/**
 * Goes on to a depth in this thread.
 *
 * @yields   what is explored, and transitions of the next layer; goes on when `next` is given true
 */
export function* explore(
  expander: Expander,
  from: Explored,
  depth: number,
): Generator<readonly [explored: Explored, transitions: number], Explored, boolean> {
  let explored = from;
  for (const keys of from.keys) expander.learn(keys);
  while (explored.layers.length <= depth && explored.broken === undefined) {
    const steps = expander.expand(explored.states);
    let next = steps.next();
    for (; next.done !== true; next = steps.next()) {
      if (!(yield [explored, next.value])) return explored;
    }
    explored = withLayer(explored, [next.value]);
  }
  return explored;
}
