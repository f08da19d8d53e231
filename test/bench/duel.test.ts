// Goal: a bench of two revisions runs the same programs on both, and tells them apart. Method: this revision, compiled
// into a folder as another one would be, against itself. No time is judged.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duel } from '../../bench/duel.ts';
import { loadRevision } from '../../bench/revision.ts';
import type { Revision } from '../../bench/revision.ts';
import { goSubject } from '../../models/go/subject.ts';
import { defineInvariant, defineQuantifier } from '../../spec/invariant.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { Prng, mixSeed } from '../../src/base/prng.ts';
import { applicable } from '../../src/engine/judge.ts';
import { commandCount } from '../../src/program/program.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { build } from '../cli/built.ts';
import { modelProfile } from '../models/mutants/support.ts';

let folder: string;
let revision: Revision;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'allocheck-test-'));
  build(folder);
  revision = await loadRevision('built', join(folder, 'dist'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a revision', () => {
  it('makes programs as long as the profile says, and judges them by what is asked of Go', () => {
    const program = revision.program(1, 2);
    expect(program).toEqual(generateProgram(new Prng(mixSeed(1, 2)), modelProfile(goSubject)));
    expect(revision.catalogue.map(({ id }) => id)).toEqual(
      applicable(catalogue, goSubject.offers).map(({ id }) => id),
    );
    const { commands, findings } = revision.execute(program, revision.subject, revision.catalogue);
    expect([commands, findings]).toEqual([commandCount(program), []]);
  });
});

describe('a duel', () => {
  it('has each side run every program once a pass, and once more before', () => {
    const ran: string[] = [];
    const side = (name: string): Revision => ({
      ...revision,
      name,
      execute: (program, ...rest) => {
        ran.push(`${name} ${commandCount(program)}`);
        return revision.execute(program, ...rest);
      },
    });
    const programs = [revision.program(1, 0), revision.program(1, 1)];
    const row = duel({ name: 'two', programs }, [side('a'), side('b')], 1);
    expect(row.commands).toBe(programs.reduce((sum, each) => sum + commandCount(each), 0));
    const each = (name: string): string[] => programs.map((it) => `${name} ${commandCount(it)}`);
    expect(ran).toEqual([...each('a'), ...each('b'), ...each('b'), ...each('a')]);
    for (const ns of [row.before, row.after]) expect(ns).toBeGreaterThanOrEqual(0);
  });

  it('is none where a side finds something', () => {
    const never = defineInvariant({
      id: 'client/never',
      holds: 'nothing is ever judged',
      because: 'the test needs a finding',
      sources: [{ text: 'this test' }],
      when: 'always',
      cost: 'O(1)',
      every: defineQuantifier<'client', number>({ every: 'run', level: 'client', all: () => [0] }),
      check: () => ({ at: '0', expected: 'nothing', actual: 'something' }),
      examples: { holds: [], violates: [] },
    });
    const wrong = { ...revision, catalogue: [never] };
    const work = { name: 'one', programs: [revision.program(1, 0)] };
    expect(() => duel(work, [revision, wrong], 1)).toThrow(/a finding/);
  });
});
