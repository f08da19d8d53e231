// Goal: docs/tutorial.md and docs/ci.md are true: whoever writes what they say and types what they say sees what they say, and so does
// who runs the jobs that `init` wrote.
// Method: both are followed in one project, with the tool as it is installed; what is printed is compared but for the seconds, and
// so is what a browser shows of a page, which is skipped where there is none. Jobs are run by the lines of their recipes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cli/support.ts';
import { hasBrowser, whichBrowser } from '../report/html/chromium.ts';
import { TOOLS_MS } from './copy.ts';
import { Follower, saidOf, titleOf } from './follow.ts';
import type { Followed } from './follow.ts';
import { asOnPage, changed, stepsOf } from './transcript.ts';

const follower = new Follower(temporaryFolder());
afterAll(() => follower.close());

/** Steps of a page that print or show something. */
function tellingSteps(page: string): readonly Followed['step'][] {
  return stepsOf(page).filter((step) => step.kind !== 'write' && step.kind !== 'change');
}

/** Tests of what came of the steps of a page, and that, as it comes. */
function followed(path: string): readonly Followed[] {
  const page = readFileSync(path, 'utf8');
  const done: Followed[] = [];
  beforeAll(async () => {
    done.push(...(await follower.follow(stepsOf(page))));
  }, TOOLS_MS);
  for (const [i, step] of tellingSteps(page).entries()) {
    const isSkipped = step.kind === 'look' && !hasBrowser;
    const title = isSkipped ? `${titleOf(step)} (${whichBrowser})` : titleOf(step);
    it.skipIf(isSkipped)(`${i}: ${title}`, () => {
      const { text = '', err } = done[i] as Followed;
      expect(err).toBe('');
      expect(asOnPage(text, saidOf(step))).toBe(saidOf(step));
    });
  }
  return done;
}

describe('the tutorial', () => {
  const done = followed('docs/tutorial.md');

  it('ends as it says', () => {
    const codesOf = (command: string): readonly unknown[] =>
      done.filter(({ step }) => titleOf(step).includes(` ${command} `)).map(({ code }) => code);
    expect([codesOf('run'), codesOf('replay')]).toEqual([
      [1, 0, 1, 0, 0],
      [1, 0],
    ]);
    const junit = readFileSync(join(follower.project, 'build/allocheck.xml'), 'utf8');
    expect(junit).toContain('<testsuites');
  });

  it('keeps both recordings where they run first', () => {
    const kept = execFileSync('ls', ['.allocheck/corpus'], {
      cwd: follower.project,
      encoding: 'utf8',
    });
    expect(kept.match(/\.allocheck$/gm)).toHaveLength(2);
  });
});

describe('the page of continuous integration', () => {
  const done = followed('docs/ci.md');

  it('has jobs that end as it says', () => {
    const jobs = done.flatMap(({ step, code }) =>
      step.kind === 'job' ? [[titleOf(step), code, step.code] as const] : [],
    );
    expect(jobs.map(([, code]) => code)).toEqual(jobs.map(([, , code]) => code));
    expect(jobs.map(([title]) => title)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('gitlab'),
        expect.stringContaining('github'),
      ]),
    );
  });
});

describe('a transcript', () => {
  it('has files, changes, calls, looks, files that others wrote, and jobs', () => {
    const text =
      '```ts a.ts\nlet a;\n```\n```ts\nlet b;\n```\n```diff a.ts\n-let a;\n+let c;\n```\n```console\n$ one\n1\n$ two\n```\n' +
      '```text a.html#b Tab*2 Home\nit\n```\n```text\nnone\n```\n' +
      '```yaml a.yml\na: b\n```\n```text github:pull_request 1\nRun it\n```\n';
    expect(stepsOf(text)).toEqual([
      { kind: 'write', file: 'a.ts', text: 'let a;\n' },
      { kind: 'change', file: 'a.ts', from: 'let a;\n', to: 'let c;\n' },
      { kind: 'call', line: 'one', printed: '1\n' },
      { kind: 'call', line: 'two', printed: '' },
      { kind: 'look', url: 'a.html#b', keys: ['Tab', 'Tab', 'Home'], seen: 'it\n' },
      { kind: 'show', file: 'a.yml', text: 'a: b\n' },
      { kind: 'job', service: 'github', event: 'pull_request', code: 1, log: 'Run it\n' },
    ]);
  });

  it('changes what is there once', () => {
    expect(changed('a\nb\n', 'b\n', 'c\n')).toBe('a\nc\n');
    expect(() => changed('a\n', 'b\n', 'c\n')).toThrow('0 times there is\nb');
    expect(() => changed('b\nb\n', 'b\n', 'c\n')).toThrow('2 times there is\nb');
  });

  it.each([
    ['a (b)\n1.25 s, c\n', 'a (b)\n0.50 s, c\n'],
    ['a\nb\nc\nd\n', 'a\n…\nd\n'],
    ['a\nb, c\n', 'a\nb, …\n'],
    ['a\n12 s\n', 'a\n0.10 s\n'],
  ])('of %j may be %j', (printed, said) => {
    expect(asOnPage(printed, said)).toBe(said);
  });

  it.each([
    ['a\nb\n', 'a\nc\n'],
    ['a\nb\nc\n', 'a\nc\n'],
    ['a\nb\n', 'a\n'],
    ['a\nb\nc\n', 'a\nb…\n'],
    ['1.25 t\n', '0.50 t\n'],
    ['axb\n', 'a.b\n'],
  ])('of %j must not be %j', (printed, said) => {
    expect(asOnPage(printed, said)).toBe(printed);
  });
});
