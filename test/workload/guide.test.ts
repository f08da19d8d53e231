// Goal: a guide keeps its fresh programs as they are without one, learns what came where, and is repeatable.
// Method: made-up outcomes for its programs.
import { describe, expect, it } from 'vitest';
import { OP, STRIDE, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { Guide, freshProgram } from '../../src/workload/guide.ts';
import type { Profile } from '../../src/workload/profile.ts';
import { PROFILE, programOf } from '../program/programs.ts';

const marks = [{ id: 'toy/freed' }, { id: 'toy/reallocated' }, { id: 'toy/never' }];

function guided(share: number, profile: Profile = PROFILE): Profile {
  return { ...profile, shares: { ...profile.shares, guided: share } };
}

function opsOf({ commands }: Program): ReadonlySet<number> {
  return new Set(commands.filter((_, i) => i % STRIDE === 0));
}

/** What a subject would tell that comes to a mark by each free, and to another by each realloc. */
function outcomeOf(program: Program): Parameters<Guide['learn']>[1] {
  const ops = opsOf(program);
  const reached = new Set<string>();
  if (ops.has(OP.FREE)) reached.add('toy/freed');
  if (ops.has(OP.REALLOC)) reached.add('toy/reallocated');
  return { marks, reached };
}

function programsOf(guide: Guide, count: number): readonly Program[] {
  return Array.from({ length: count }, () => {
    const program = guide.next();
    guide.learn(program, outcomeOf(program));
    return program;
  });
}

function fresh(index: number): string {
  return printProgram(freshProgram(PROFILE, 7, index));
}

describe('a guide', () => {
  it.each([
    [0, [0, 1, 2, 3, 4, 5, 6, 7]],
    [25, [0, 1, 2, 4, 5, 6, 8, 9]],
    [50, [0, 2, 4, 6, 8, 10, 12, 14]],
  ])('with a share of %i percent makes fresh programs of their number alone', (share, places) => {
    const texts = programsOf(new Guide(guided(share), 7), 16).map(printProgram);
    expect(places.map((place) => texts[place])).toEqual(places.map((_, i) => fresh(i)));
  });

  it('makes the others by what was learnt, the same for the same', () => {
    const texts = (learns: boolean): readonly string[] => {
      const guide = new Guide(guided(100), 7);
      if (learns)
        guide.learn(
          programOf('a = malloc 1', 'free a'),
          outcomeOf(programOf('a = malloc 1', 'free a')),
        );
      return programsOf(guide, 10).map(printProgram);
    };
    expect(texts(true)).toEqual(texts(true));
    expect(texts(true)).not.toEqual(texts(false));
  });

  it('remembers the shortest program that came to a mark', () => {
    const guide = new Guide(guided(50), 7);
    const [long, short, same] = [
      programOf('a = malloc 1', 'free a', 'b = malloc 1', 'c = realloc b 2'),
      programOf('a = malloc 1', 'free a'),
      programOf('a = malloc 2', 'free a'),
    ];
    for (const program of [long, short, long]) guide.learn(program, outcomeOf(program));
    expect(guide.corpus).toEqual(
      new Map([
        ['toy/freed', short],
        ['toy/reallocated', long],
      ]),
    );
    guide.learn(same, outcomeOf(same));
    expect(guide.corpus.get('toy/freed')).toBe(same);
  });

  it('remembers none that is longer than its profile has programs', () => {
    const guide = new Guide(guided(50, { ...PROFILE, commandsMax: 1 }), 7);
    const program = programOf('a = malloc 1', 'free a');
    guide.learn(program, outcomeOf(program));
    expect(guide.corpus.size).toBe(0);
  });

  it('goes where few came to: a realloc that one program has is soon in many', () => {
    const deeds = { ...PROFILE.deeds, realloc: 0, grow: 0 };
    const profile = guided(100, { ...PROFILE, deeds, gc: false, commandsMax: 40 });
    const share = (learns: boolean): number => {
      const guide = new Guide(profile, 7);
      const seed = programOf('a = malloc 1', 'b = realloc a 2', 'free b');
      if (learns) guide.learn(seed, { marks: marks.slice(0, 2), reached: outcomeOf(seed).reached });
      return programsOf(guide, 100).filter((program) => opsOf(program).has(OP.REALLOC)).length;
    };
    expect(share(true)).toBeGreaterThan(60);
  });

  it.each([1, 2, 3, 10, 600])('keeps to programs of at most %i commands', (commandsMax) => {
    const profile = guided(100, { ...PROFILE, commandsMin: 1, commandsMax });
    const counts = programsOf(new Guide(profile, 7), 60).map(commandCount);
    expect(Math.max(...counts)).toBeLessThanOrEqual(commandsMax);
  });
});
