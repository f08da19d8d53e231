import { describe, expect, it } from 'vitest';
import { Judge, applicable } from '../../src/engine/judge.ts';
import { defineInvariant, defineQuantifier, defineStepQuantifier } from '../../spec/invariant.ts';
import type { AnyInvariant, View, When } from '../../spec/invariant.ts';
import { derived } from '../../spec/sources.ts';
import type { ClientView } from '../../spec/views/client.ts';

/** A state of numbers; 13 is wrong. */
interface State {
  all: number[];
  touched: number[];
  ended: boolean;
}

function viewOf(state: State): View {
  // Only `ended` of the client's view is read by the judge; the quantifiers below read the state itself.
  const client: Pick<ClientView, 'ended'> = state;
  return { client: client as ClientView };
}

function invariantOf(
  id: string,
  state: State,
  options: { whole?: boolean; when?: When; wrong?: number } = {},
): AnyInvariant {
  const { whole = false, when = 'always', wrong = 13 } = options;
  return defineInvariant({
    id,
    holds: 'no number is wrong',
    because: 'it would be wrong',
    sources: [derived('nothing')],
    when,
    cost: 'O(1)',
    every: defineQuantifier({
      every: 'number',
      level: 'client',
      all: () => state.all,
      ...(whole ? {} : { touched: () => state.touched }),
    }),
    check: (n: number) => {
      if (n === 666) throw new Error('cannot be read');
      return n === wrong ? { at: String(n), expected: 'another', actual: String(n) } : undefined;
    },
    examples: { holds: [], violates: [] },
  });
}

function stateOf(all: number[] = [], touched: number[] = []): State {
  return { all, touched, ended: false };
}

describe('the judge', () => {
  it('judges what was touched, and counts it', () => {
    const state = stateOf([1, 2, 13], [1, 2]);
    const judge = new Judge([invariantOf('client/a', state)], viewOf(state));
    expect(judge.afterStep(0)).toEqual([]);
    expect([...judge.judged]).toEqual([2]);
  });

  it('judges once what is the same throughout a run, and what was touched of it each time', () => {
    const state = stateOf([1, 2, 3], [1]);
    const plain = invariantOf('client/a', state);
    const judge = new Judge(
      [{ ...plain, every: { ...plain.every, isConstant: true } }],
      viewOf(state),
    );
    judge.whole(0);
    judge.whole(1);
    judge.touched(2);
    expect([...judge.judged]).toEqual([4]);
  });

  it('finds what nobody reported once the whole state is due', () => {
    const state = stateOf([1, 13], []);
    const judge = new Judge([invariantOf('client/a', state)], viewOf(state));
    let step = 0;
    let findings = judge.afterStep(step);
    while (findings.length === 0) findings = judge.afterStep((step += 1));
    expect([step, findings[0]!.violation.at]).toEqual([63, '13']);
  });

  it('waits longer for the next whole judgement when the last was dear', () => {
    const state = stateOf(Array.from({ length: 8000 }, () => 1));
    const judge = new Judge([invariantOf('client/a', state)], viewOf(state));
    for (let step = 0; step < 4063; step += 1) judge.afterStep(step);
    expect([...judge.judged]).toEqual([8000]);
    judge.afterStep(4063);
    expect([...judge.judged]).toEqual([16000]);
  });

  it('reports each broken invariant once, in the order of the catalogue', () => {
    const state = stateOf([], [13, 7, 13]);
    const catalogue = [
      invariantOf('client/b', state, { wrong: 7 }),
      invariantOf('client/a', state),
    ];
    const findings = new Judge(catalogue, viewOf(state)).touched(5);
    expect(findings.map(({ invariant, step }) => [invariant, step])).toEqual([
      ['client/b', 5],
      ['client/a', 5],
    ]);
  });

  it('asks an invariant without a touched part only with the whole state', () => {
    const state = stateOf([13], [13]);
    const judge = new Judge([invariantOf('client/a', state, { whole: true })], viewOf(state));
    expect([judge.touched(0).length, judge.whole(0).length]).toEqual([0, 1]);
  });

  it('asks an invariant of the end only at the end', () => {
    const state = stateOf([13]);
    const judge = new Judge([invariantOf('client/a', state, { when: 'at-end' })], viewOf(state));
    expect([judge.whole(0), [...judge.judged]]).toEqual([[], [0]]);
    state.ended = true;
    expect(judge.whole(1)).toHaveLength(1);
  });

  it('takes a state that cannot be walked or read for broken', () => {
    const state = stateOf([666], [666]);
    const unreadable = new Judge([invariantOf('client/a', state)], viewOf(state)).touched(0);
    expect(unreadable[0]!.violation).toEqual({
      at: 'client/a',
      expected: 'a state that can be judged',
      actual: 'cannot be read',
    });
    const unwalkable = { ...invariantOf('client/a', state) };
    const every = { ...unwalkable.every, touched: () => expect.fail('lost') };
    expect(
      new Judge([{ ...unwalkable, every }], viewOf(state)).touched(0)[0]!.violation.actual,
    ).toBe('lost');
  });

  it('is given only invariants of levels that the subject offers', () => {
    const state = stateOf();
    const client = invariantOf('client/a', state);
    const go = { ...client, id: 'go/a', every: { ...client.every, level: 'go' as const } };
    expect(applicable([client, go], ['os'])).toEqual([client]);
    expect(applicable([client, go], ['go'])).toEqual([client, go]);
  });
});

describe('the judge of steps', () => {
  /** Says that the sum of the numbers grows by at most 1 with each command. */
  function growsSlowly(state: State, when: When = 'always'): AnyInvariant {
    const sum = (): number => state.all.reduce((total, n) => total + n, 0);
    return defineInvariant({
      ...invariantOf('client/grows-slowly', state),
      when,
      every: defineStepQuantifier({
        every: 'command',
        level: 'client',
        remember: sum,
        between: (before: number) => [sum() - before],
      }),
      check: (growth: number) =>
        growth <= 1 ? undefined : { at: 'sum', expected: '1 at most', actual: String(growth) },
    });
  }

  it('compares each state with the one before the command', () => {
    const state = stateOf([5]);
    const judge = new Judge([growsSlowly(state)], viewOf(state));
    const growths = [1, 0, 1, 2].map((growth, step) => {
      state.all.push(growth);
      return judge.afterStep(step).map(({ violation }) => violation.actual);
    });
    expect(growths).toEqual([[], [], [], ['2']]);
    expect([...judge.judged]).toEqual([4]);
  });

  it('never judges a step twice, nor together with what came after it', () => {
    const state = stateOf([]);
    const judge = new Judge([growsSlowly(state)], viewOf(state));
    state.all.push(1);
    expect([judge.afterStep(0), judge.whole(0), judge.whole(0)]).toEqual([[], [], []]);
    state.all.push(1);
    expect(judge.afterStep(1)).toEqual([]);
    expect([...judge.judged]).toEqual([2]);
  });

  it('forgets a step at whose end the invariant need not hold', () => {
    const state = stateOf([]);
    const judge = new Judge([growsSlowly(state, 'at-end')], viewOf(state));
    state.all.push(7);
    expect(judge.afterStep(0)).toEqual([]);
    state.ended = true;
    expect(judge.touched(1)).toEqual([]);
    expect([...judge.judged]).toEqual([1]);
  });
});
