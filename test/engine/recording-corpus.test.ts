// Goal: recordings are found again where they were written, and whatever the disk refuses is told to the user.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HarnessError } from '../../src/base/errors.ts';
import { checkWritable, readCorpus, writeRecording } from '../../src/engine/corpus.ts';

const PROGRAM = 'allocheck 1\nheap go\na = malloc 8\n';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocheck-corpus-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 2) return error.message;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('writeRecording', () => {
  it('makes the folder', () => {
    const path = writeRecording(join(folder, 'a', 'b'), 'x.allocheck', PROGRAM);
    expect(path).toBe(join(folder, 'a', 'b', 'x.allocheck'));
    expect(readFileSync(path, 'utf8')).toBe(PROGRAM);
  });

  it('says why it cannot write', () => {
    writeFileSync(join(folder, 'file'), '');
    const path = join(folder, 'file', 'sub');
    expect(problemOf(() => writeRecording(path, 'x.allocheck', PROGRAM))).toBe(
      `${path}/x.allocheck cannot be written: not a folder`,
    );
  });
});

describe('readCorpus', () => {
  it('reads the recordings of a folder and below, by path, and nothing else', () => {
    const corpus = join(folder, 'corpus');
    mkdirSync(join(corpus, 'go'), { recursive: true });
    writeFileSync(join(corpus, 'z.allocheck'), PROGRAM);
    writeFileSync(join(corpus, 'go', 'b.allocheck'), PROGRAM);
    writeFileSync(join(corpus, 'README.md'), 'not a program');
    expect(readCorpus(corpus).map(({ path }) => path)).toEqual([
      join(corpus, 'go', 'b.allocheck'),
      join(corpus, 'z.allocheck'),
    ]);
  });

  it('names the broken one', () => {
    const corpus = join(folder, 'broken');
    mkdirSync(corpus);
    writeFileSync(join(corpus, 'x.allocheck'), 'allocheck 1\nheep go\n');
    expect(problemOf(() => readCorpus(corpus))).toContain(`${join(corpus, 'x.allocheck')}:2:1: `);
  });

  it('names a folder that is not there', () => {
    const corpus = join(folder, 'absent');
    expect(problemOf(() => readCorpus(corpus))).toBe(
      `${corpus}: cannot be read: no such file or folder`,
    );
  });
});

describe('checkWritable', () => {
  it('accepts a folder that could be made, and does not make it', () => {
    const path = join(folder, 'later', 'deep');
    checkWritable(path);
    expect(problemOf(() => readCorpus(path))).toContain('no such file or folder');
  });

  it('refuses a path through a file', () => {
    writeFileSync(join(folder, 'plain'), '');
    const path = join(folder, 'plain', 'sub');
    expect(problemOf(() => checkWritable(path))).toBe(
      `${path} cannot be written: ${join(folder, 'plain')} is not a folder`,
    );
  });
});
