// Goal: an exploration goes through every state of its scope once, says so exactly, and finds what breaks by the fewest
// commands. Method: the counts of the default scope at small depths, taken in ways that must not matter; a mutant.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import { mutants } from '../../models/mutants/index.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { execute } from '../../src/engine/execute.ts';
import { Expander } from '../../src/explore/expander.ts';
import { UNEXPLORED, explore, sharedOut, withLayer } from '../../src/explore/explore.ts';
import type { Explored } from '../../src/explore/explore.ts';
import { Machine } from '../../src/explore/machine.ts';
import { Commands, DEFAULT_SCOPE, SCOPES } from '../../src/explore/scope.ts';
import type { Scope } from '../../src/explore/scope.ts';
import { printProgram } from '../../src/program/text.ts';
import { loadUndoable } from '../../src/undo/undoable.ts';

const catalogue = applicable(all, goSubject.offers);

const STATES = [1, 3, 11, 41, 150, 513, 1730];
const TRANSITIONS = [0, 6, 22, 88, 344, 1268, 4412];

/** The commands in the opposite order. */
class Backwards extends Commands {
  override next(live: readonly number[], label: number): readonly number[] {
    return super.next(live, label).toReversed();
  }
}

function expanderOf(
  scope: Scope,
  judges: readonly AnyInvariant[],
  commands = new Commands(scope),
  mutant?: string,
  model = 'go',
): Expander {
  const fault = mutants.find(({ id }) => id === mutant);
  const machine = new Machine(loadUndoable(model, fault), judges, scope.heap, scope.depth);
  return new Expander(machine, commands);
}

function explored(expander: Expander, from: Explored, depth: number): Explored {
  const steps = explore(expander, from, depth);
  for (;;) {
    const { done, value } = steps.next(true);
    if (done === true) return value;
  }
}

function countsOf({ layers }: Explored): readonly (readonly number[])[] {
  return [layers.map(({ states }) => states), layers.map(({ transitions }) => transitions)];
}

describe('an exploration of the default scope', () => {
  it('meets so many states at each depth, and breaks nothing', () => {
    const scope = { ...DEFAULT_SCOPE, depth: 6 };
    const all = explored(expanderOf(scope, catalogue), UNEXPLORED, scope.depth);

    expect(countsOf(all)).toEqual([STATES, TRANSITIONS]);
    expect(all.broken).toBeUndefined();
  });

  it('meets as many when it tries the commands in another order: alike states have like futures', () => {
    const scope = { ...DEFAULT_SCOPE, depth: 6 };
    const all = explored(expanderOf(scope, [], new Backwards(scope)), UNEXPLORED, scope.depth);

    expect(countsOf(all)).toEqual([STATES, TRANSITIONS]);
  });

  it('meets the same when the states are shared out, and when it goes on from a layer', () => {
    const scope = { ...DEFAULT_SCOPE, depth: 5 };
    const whole = explored(expanderOf(scope, []), UNEXPLORED, 5);
    let shared = explored(expanderOf(scope, []), UNEXPLORED, 3);
    while (shared.layers.length <= 5) {
      const parts = sharedOut(shared.states, 3).map((states) => {
        const expander = expanderOf(scope, []);
        for (const keys of shared.keys) expander.learn(keys);
        const steps = expander.expand(states);
        let next = steps.next();
        while (next.done !== true) next = steps.next();
        return next.value;
      });
      expect(parts).toHaveLength(3);
      shared = withLayer(shared, parts);
    }

    expect(shared).toEqual(whole);
  });

  it('stops where it is told to, with the layers that are done', () => {
    const scope = { ...DEFAULT_SCOPE, depth: 6 };
    const steps = explore(expanderOf(scope, []), UNEXPLORED, scope.depth);
    for (let i = 0; i < 20; i += 1) steps.next(true);
    const { done, value } = steps.next(false);

    expect(done).toBe(true);
    expect(countsOf(value as Explored)[0]).toEqual(STATES.slice(0, 4));
  });
});

describe('an exploration of a mutant', () => {
  it('finds the shortest program that breaks it', () => {
    const id = 'go/filed-by-freeindex';
    const scope = { ...DEFAULT_SCOPE, depth: 5 };
    const { broken } = explored(
      expanderOf(scope, catalogue, new Commands(scope), id),
      UNEXPLORED,
      scope.depth,
    );
    const program = new Commands(scope).program('go', broken!.program);

    expect(printProgram(program)).toBe(
      [
        'allocheck 1',
        'heap go procs=2',
        'a = malloc 4096 noscan',
        'b = malloc 4096 noscan',
        'gc',
        '',
      ].join('\n'),
    );
    const subject = loadMutant(mutants.find((each) => each.id === id)!);
    expect(execute(program, subject, catalogue).findings).toEqual(broken!.findings);
    expect(execute(program, goSubject, catalogue).findings).toEqual([]);
  });
});

describe("an exploration of TCMalloc's scope", () => {
  const scope = { ...SCOPES['tcmalloc']!, depth: 5 };
  const judges = applicable(all, tcmallocSubject.offers);
  const counts = [
    [1, 2, 9, 38, 139, 469],
    [0, 6, 16, 72, 316, 1188],
  ];

  it.each([
    ['in the order of the table', new Commands(scope)],
    ['in the opposite order', new Backwards(scope)],
  ])('meets so many states at each depth with the commands %s', (_, commands) => {
    const expander = expanderOf(scope, judges, commands, undefined, 'tcmalloc');
    const whole = explored(expander, UNEXPLORED, scope.depth);

    expect(countsOf(whole)).toEqual(counts);
    expect(whole.broken).toBeUndefined();
  });

  it('finds the shortest program that breaks a mutant', () => {
    const commands = new Commands(scope);
    const expander = expanderOf(scope, judges, commands, 'tcmalloc/cut-one-late', 'tcmalloc');
    const { broken } = explored(expander, UNEXPLORED, scope.depth);

    expect(printProgram(commands.program('tcmalloc', broken!.program)).split('\n')).toEqual([
      'allocheck 1',
      'heap tcmalloc procs=2 geometry=tiny',
      'a = malloc 32 noscan',
      'free a on P1',
      'b = malloc 32 noscan',
      'free b on P1',
      '',
    ]);
  });
});
