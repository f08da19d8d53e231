/** A copy of the sources, in which the tools of src/dev may write. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

const COPIED = [
  'schema',
  'src',
  'spec',
  'models',
  'docs',
  'viewer',
  'examples/traces',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** Most that compilers and generators may take, on a machine that does much else; by themselves they take seconds. */
export const TOOLS_MS = 600_000;

/** The folder of the copy, which goes with the test file. */
export function copyOfSources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-copy-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const path of COPIED) cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line of words without quotes in the copy. */
export function run(folder: string, line: string): Ran {
  const [command = '', ...args] = line.split(' ');
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** The files of the copy with their texts, without what is built. */
export function textsOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'dist')));
  return new Map(
    files.map((path) => [
      path.slice(folder.length + 1).replaceAll('\\', '/'),
      readFileSync(path, 'utf8'),
    ]),
  );
}

/** Paths of the files that are new or not as they were. */
export function changedSince(
  before: ReadonlyMap<string, string>,
  folder: string,
): readonly string[] {
  const now = textsOf(folder);
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path)).toSorted();
}
