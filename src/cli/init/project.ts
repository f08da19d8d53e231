/** What can be seen of a project, so that nobody is asked for it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { BadInput, UsageError } from '../../base/errors.ts';
import { CONFIG_NAMES } from '../config.ts';
import { MANAGERS, managerOf } from './managers.ts';
import type { Manager } from './managers.ts';

export type Host = 'github' | 'gitlab';

export interface Project {
  readonly folder: string;
  /** Folder of its repository; its own where it is in none. */
  readonly root: string;
  /** Way from the root to the project, with slashes; empty where they are one. */
  readonly inside: string;
  readonly isRepository: boolean;
  readonly manager: Manager;
  /** The lock file, from the root; undefined where there is none. */
  readonly lock: string | undefined;
  readonly isTyped: boolean;
  readonly isEsm: boolean;
  readonly hasVitest: boolean;
  readonly hasAllocheck: boolean;
  /** Name of the config that it has. */
  readonly config: string | undefined;
  /** Folder of its tests: that which is there. */
  readonly tests: string;
  /** Where its repository is at home. */
  readonly hosts: readonly Host[];
}

interface Manifest {
  readonly type?: unknown;
  readonly packageManager?: unknown;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
}

/**
 * @throws {UsageError} when no package.json is there
 * @throws {BadInput} when it is none
 */
export function projectIn(folder: string): Project {
  const manifest = manifestOf(folder);
  const repository = above(folder).find((each) => existsSync(join(each, '.git')));
  const root = repository ?? resolve(folder);
  const between = above(folder).filter((each) => each.startsWith(root));
  const lock = lockIn(between);
  const { packageManager } = manifest;
  const said = typeof packageManager === 'string' ? packageManager.replace(/@.*/, '') : '';
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const has = (name: string): boolean => names.includes(name);
  const there = (name: string): boolean => existsSync(join(folder, name));
  return {
    folder,
    root,
    inside: slashes(relative(root, resolve(folder))),
    isRepository: repository !== undefined,
    manager: lock?.manager ?? managerOf(said) ?? (MANAGERS[0] as Manager),
    lock: lock && slashes(relative(root, lock.path)),
    isTyped: has('typescript') || there('tsconfig.json'),
    isEsm: manifest.type === 'module',
    hasVitest: has('vitest'),
    hasAllocheck: has('allocheck'),
    config: CONFIG_NAMES.find(there),
    tests: ['test', 'tests'].find(there) ?? 'test',
    hosts: hostsOf(root),
  };
}

function manifestOf(folder: string): Manifest {
  const file = join(folder, 'package.json');
  if (!existsSync(file))
    throw new UsageError(
      `there is no ${file}\nmake one by npm init, or name the folder of the project`,
    );
  const place = { file, line: 0, column: 0 };
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BadInput(place, (error as Error).message);
  }
  if (typeof manifest === 'object' && manifest !== null) return manifest;
  throw new BadInput(place, 'this is no manifest of a package');
}

/** The folder and those that it lies in, the innermost first. */
function above(folder: string): readonly string[] {
  const folders = [resolve(folder)];
  for (;;) {
    const last = folders.at(-1) as string;
    if (dirname(last) === last) return folders;
    folders.push(dirname(last));
  }
}

function lockIn(
  folders: readonly string[],
): { readonly manager: Manager; readonly path: string } | undefined {
  const places = folders.flatMap((folder) =>
    MANAGERS.flatMap((manager) =>
      manager.locks.map((name) => ({ manager, path: join(folder, name) })),
    ),
  );
  return places.find(({ path }) => existsSync(path));
}

/** By what is in the repository, and where it is pushed to. */
function hostsOf(root: string): readonly Host[] {
  const { stdout } = spawnSync('git', ['remote', '--verbose'], { cwd: root, encoding: 'utf8' });
  // Without git there is no output.
  const remotes = stdout ?? '';
  const signs: Readonly<Record<Host, readonly boolean[]>> = {
    github: [existsSync(join(root, '.github')), /[@/.]github\./.test(remotes)],
    gitlab: [existsSync(join(root, '.gitlab-ci.yml')), /[@/.]gitlab\./.test(remotes)],
  };
  return (['github', 'gitlab'] as const).filter((host) => signs[host].includes(true));
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
