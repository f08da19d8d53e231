/**
 * Lets the tools of src/dev import the sources as they are: types are taken away as a module is loaded.
 *
 *     await importSource('./pages.ts')    by its path from here
 */
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from 'rolldown/utils';

/** A hook of Node, which it calls in a thread of its own. */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.ts$/.test(url)) return nextLoad(url, context);
  const file = fileURLToPath(url);
  const { code, errors } = transformSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0].message}`);
  return { format: 'module', source: code, shortCircuit: true };
}

/** What a module of the sources exports. */
export function importSource(path) {
  if (isMainThread && !isRegistered) register(import.meta.url);
  isRegistered = true;
  return import(path);
}

let isRegistered = false;
