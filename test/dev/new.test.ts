// Goal: a scaffold compiles and judges its own examples, so that only words are missing; and what cannot be made is told.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AnyInvariant } from '../../spec/invariant.ts';
import { UsageError } from '../../src/base/errors.ts';
import { MARK, scaffold } from '../../src/dev/scaffold.ts';
import { wordComplaints } from '../../src/dev/tidy.ts';
import { judge } from '../spec/judging.ts';
import { TOOLS_MS, changedSince, copyOfSources, run, textsOf } from './copy.ts';

const KNOWN = { invariants: ['go/spans-disjoint'], mutants: ['go/born-white'] };

describe('what cannot be made', () => {
  it.each([
    ['invarient', 'go/new-one', 'cannot make a new invarient (did you mean invariant?)'],
    ['invariant', 'new-one', 'new-one is no id of level and name, such as go/partial-set-has-room'],
    ['invariant', 'go/deep/new-one', 'go/deep/new-one is no id of level and name'],
    [
      'invariant',
      'og/new-one',
      'unknown level og (did you mean os?)\nuse one of: client, gc, os, go, runtime',
    ],
    ['invariant', 'go/New_One', 'New_One is no name of small letters and dashes'],
    ['invariant', 'go/one', 'one is no name of small letters and dashes'],
    ['invariant', 'go/no-overlap', 'no-overlap names an offence\nname what holds'],
    [
      'invariant',
      'go/spans-disjoint',
      'invariant go/spans-disjoint is there already: spec/invariants/go/spans-disjoint.ts',
    ],
    [
      'mutant',
      'go/born-white',
      'mutant go/born-white is there already: models/mutants/go/born-white.ts',
    ],
    ['mutant', 'os/new-one', 'unknown model os (did you mean go?)\nuse one of: go, malloc'],
  ])('is said of %s %s', (kind, id, problem) => {
    const make = (): unknown => scaffold(kind, id, KNOWN);
    expect(make).toThrow(UsageError);
    expect(make).toThrow(problem);
  });
});

describe('a scaffold', () => {
  const folder = copyOfSources();
  const before = textsOf(folder);
  const levels = ['client', 'gc', 'os', 'go', 'runtime'];
  const started = [
    ...levels.map((level) => `invariant ${level}/just-started`),
    'mutant go/just-started',
    'mutant malloc/just-started',
  ];
  const ran = started.map((args) => run(folder, `${process.execPath} src/dev/new.mjs ${args}`));
  const files = [
    'models/mutants/go/just-started.ts',
    'models/mutants/malloc/just-started.ts',
    ...levels.map((level) => `spec/invariants/${level}/just-started.ts`).toSorted(),
  ];

  it('is a file, listed in its index', () => {
    expect(ran.map(({ code, err }) => [code, err])).toEqual(started.map(() => [0, '']));
    expect(changedSince(before, folder)).toEqual(
      [...files, 'models/mutants/index.ts', 'spec/invariants/index.ts'].toSorted(),
    );
    expect(ran[0]?.out).toMatch(
      /^spec\/invariants\/client\/just-started\.ts\nspec\/invariants\/index\.ts\n\n- write /,
    );
  });

  it('is not made twice', () => {
    const again = run(folder, `${process.execPath} src/dev/new.mjs invariant go/just-started`);
    expect(again).toEqual({
      code: 2,
      out: '',
      err: 'invariant go/just-started is there already: spec/invariants/go/just-started.ts\n',
    });
    expect(run(folder, `${process.execPath} src/dev/new.mjs invariant`).err).toMatch(/^usage: /);
  });

  it(
    'compiles, is formatted and breaks no rule of the linter',
    () => {
      const tools = [
        'node_modules/@typescript/native/bin/tsc -p tsconfig.build.json --noEmit',
        `node_modules/oxlint/bin/oxlint --deny-warnings ${files.join(' ')}`,
        `node_modules/oxfmt/bin/oxfmt --check -c ${resolve('.oxfmtrc.json')} ${files.join(' ')}`,
      ];
      for (const tool of tools) {
        const { code, out, err } = run(folder, `${process.execPath} ${tool}`);
        expect([tool, code, code === 0 ? '' : out + err]).toEqual([tool, 0, '']);
      }
    },
    TOOLS_MS,
  );

  it('judges its examples', async () => {
    for (const level of levels) {
      const path = pathToFileURL(join(folder, `spec/invariants/${level}/just-started.ts`)).href;
      const { justStarted } = (await import(path)) as { readonly justStarted: AnyInvariant };
      const { holds, violates } = justStarted.examples;
      expect([level, holds.flatMap((view) => judge(justStarted, view))]).toEqual([level, []]);
      expect([level, violates.map((view) => judge(justStarted, view).length)]).toEqual([
        level,
        [1],
      ]);
    }
  });

  it('is refused by the tests while it says nothing', () => {
    for (const path of files) {
      const text = readFileSync(join(folder, path), 'utf8');
      expect(wordComplaints({ path, text })[0]).toBe(
        `${path}:${text.slice(0, text.indexOf(MARK)).split('\n').length}: contains ${MARK} write what the scaffold left to you`,
      );
    }
  });
});
