// Goal: docs/tutorial.md is true: whoever writes what it says and types what it says sees what it says.
// Method: it is followed in a folder of its own, with the tool as it is installed; what is printed is compared but for the seconds.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, start } from '../cli/built.ts';
import type { Ended } from '../cli/built.ts';
import { temporaryFolder } from '../cli/support.ts';
import { asOnPage, changed, stepsOf } from './transcript.ts';
import type { Step } from './transcript.ts';

const page = readFileSync('docs/tutorial.md', 'utf8');
const steps = stepsOf(page);
const calls = steps.filter((step) => step.kind === 'call');
const folder = temporaryFolder();
const project = join(folder, 'project');

/** What became of each call, in their order. */
const ended: Ended[] = [];

async function follow(step: Step, main: string): Promise<void> {
  if (step.kind === 'call') {
    const line = step.line.replaceAll('npx allocheck', `'${process.execPath}' '${main}'`);
    ended.push(await start('sh', ['-c', line], { cwd: project }).ended);
    return;
  }
  const file = join(project, step.file);
  const text =
    step.kind === 'write' ? step.text : changed(readFileSync(file, 'utf8'), step.from, step.to);
  writeFileSync(file, text);
}

beforeAll(async () => {
  mkdirSync(project);
  const main = build(folder);
  // oxlint-disable-next-line no-await-in-loop -- each step begins where the last one ended
  for (const step of steps) await follow(step, main);
});

describe('the tutorial', () => {
  it.each(calls.map(({ line, printed }, i) => [i, line, printed] as const))(
    '%i: %s',
    (i, _, printed) => {
      const { out, err } = ended[i] as Ended;
      expect(err).toBe('');
      expect(asOnPage(out, printed)).toBe(printed);
    },
  );

  it('ends as it says', () => {
    const codes = calls.map(({ line }, i) => [line, ended[i]?.code] as const);
    const ofRuns = codes.filter(([line]) => line.includes(' run ')).map(([, code]) => code);
    const ofReplays = codes.filter(([line]) => line.includes(' replay ')).map(([, code]) => code);
    expect([ofRuns, ofReplays]).toEqual([
      [1, 0, 1, 0, 0],
      [1, 0],
    ]);
    expect(readFileSync(join(project, 'build/allocheck.xml'), 'utf8')).toContain('<testsuites');
  });

  it('keeps both recordings where they run first', () => {
    const kept = execFileSync('ls', ['.allocheck/corpus'], { cwd: project, encoding: 'utf8' });
    expect(kept.match(/\.allocheck$/gm)).toHaveLength(2);
  });
});

describe('a transcript', () => {
  it('has files, changes and calls', () => {
    const text =
      '```ts a.ts\nlet a;\n```\n```ts\nlet b;\n```\n```diff a.ts\n-let a;\n+let c;\n```\n```console\n$ one\n1\n$ two\n```\n';
    expect(stepsOf(text)).toEqual([
      { kind: 'write', file: 'a.ts', text: 'let a;\n' },
      { kind: 'change', file: 'a.ts', from: 'let a;\n', to: 'let c;\n' },
      { kind: 'call', line: 'one', printed: '1\n' },
      { kind: 'call', line: 'two', printed: '' },
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
