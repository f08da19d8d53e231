/** The package as users get it: packed as it would be published, and unpacked into a project beside links to what it needs. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '../cli/built.ts';

interface Manifest {
  readonly version: string;
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

export interface Installed {
  /** An empty project, but for what is installed. */
  readonly project: string;
  /** Where the package is in it. */
  readonly installed: string;
  readonly tarball: string;
}

/** @param folder  an empty one, for all of it */
export function install(folder: string): Installed {
  const { version, files, dependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Manifest;
  build(folder);
  for (const name of new Set(['LICENSE', 'README.md', ...files.map(firstPart)]))
    if (existsSync(name) && name !== 'dist') cpSync(name, join(folder, name), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: folder });
  const project = join(folder, 'project');
  const installed = join(project, 'node_modules/allocheck');
  const tarball = join(folder, `allocheck-${version}.tgz`);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const name of [...Object.keys(dependencies), 'vitest'])
    symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
  return { project, installed, tarball };
}

function firstPart(path: string): string {
  return path.split('/')[0] as string;
}
