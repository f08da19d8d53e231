/** Which modules of the models import which, by what their code requires. */
import { posix } from 'node:path';
import { codeOf } from './sources.ts';

const REQUIRED = /\brequire\("(\.[^"]+)"\)/g;

/** Paths that each module imports, by path. */
const imports = new Map<string, readonly string[]>();

/**
 * The modules behind `path` that are one of these files, or import one, at whatever distance: all others are the same with
 * the files patched.
 */
export function dependentsOf(files: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const dependents = new Set(files);
  const modules = modulesBehind(path);
  for (let before = -1; before !== dependents.size;) {
    before = dependents.size;
    for (const module of modules)
      if (importsOf(module).some((each) => dependents.has(each))) dependents.add(module);
  }
  return dependents;
}

function modulesBehind(path: string): ReadonlySet<string> {
  const modules = new Set([path]);
  for (const module of modules) for (const imported of importsOf(module)) modules.add(imported);
  return modules;
}

function importsOf(module: string): readonly string[] {
  let paths = imports.get(module);
  if (paths === undefined) {
    const folder = posix.dirname(module);
    paths = [...codeOf(module).matchAll(REQUIRED)].map(([, to = '']) => posix.join(folder, to));
    imports.set(module, paths);
  }
  return paths;
}
