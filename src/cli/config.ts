/** Finds, loads and checks the config of the project that the command line is used in. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadInput, UsageError } from '../base/errors.ts';
import type { Place } from '../base/errors.ts';
import { exampleProblems } from './config-examples.ts';
import type { Config } from './define-config.ts';

/** In the order in which they are looked for. */
export const CONFIG_NAMES = [
  'allocheck.config.ts',
  'allocheck.config.mts',
  'allocheck.config.js',
  'allocheck.config.mjs',
];

/**
 * The config of the current folder, or the one that is named; an empty one when there is none.
 *
 * @throws {BadInput} when it cannot be loaded, is not what a config should be, or has an example that its own invariant contradicts
 */
export async function loadConfig(named: string | undefined): Promise<Config> {
  const file = findConfig(named);
  if (file === undefined) return {};
  const config = await importDefault(file);
  const { problemsOf } = await import('./config-schema.ts');
  const malformed = problemsOf(config);
  const problems = malformed.length > 0 ? malformed : exampleProblems(config as Config);
  if (problems.length === 0) return config as Config;
  throw new BadInput({ file, line: 0, column: 0 }, problems.join('\n'));
}

/**
 * The file that `loadConfig` reads; undefined when there is none.
 *
 * @throws {UsageError} when one is named and is not there
 */
export function findConfig(named: string | undefined): string | undefined {
  if (named !== undefined && !existsSync(named))
    throw new UsageError(`there is no config ${named}`);
  return named ?? CONFIG_NAMES.find((name) => existsSync(name));
}

/** TypeScript or JavaScript. It gets the allocheck that runs, wherever it lies, so that both have the same classes. */
async function importDefault(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const virtualModules = { allocheck: await import('../index.ts') };
  const jiti = createJiti(import.meta.url, { virtualModules, interopDefault: false });
  let loaded: { readonly default?: unknown };
  try {
    loaded = await jiti.import(resolve(file));
  } catch (error) {
    throw new BadInput(placeOf(error, file), messageOf(error));
  }
  if (loaded.default !== undefined) return loaded.default;
  throw new BadInput(
    { file, line: 0, column: 0 },
    'has no default export\nwrite: export default defineConfig({ … })',
  );
}

/** A place in a file, as a stack names it; not one inside of Node. */
const FRAME = /(?:^|[\s(])((?:file:\/\/)?\/[^\s()]+):(\d+):(\d+)/;

/** Where the error came from: the innermost line of the project's own code. */
function placeOf(error: unknown, file: string): Place {
  const stack = error instanceof Error ? `${error.message}\n${error.stack}` : '';
  for (const line of stack.split('\n')) {
    const [, at = '', row, column] = FRAME.exec(line) ?? [];
    if (at === '' || at.includes('/node_modules/')) continue;
    const path = at.startsWith('file:') ? fileURLToPath(at) : at;
    const name = path === resolve(file) ? file : path;
    // Imports are rewritten before they run, so that only their lines are those of the source.
    const isImport = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    return { file: name, line: Number(row), column: isImport ? 1 : Number(column) };
  }
  return { file, line: 0, column: 0 };
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : `threw ${String(error)}`;
  return (message.split('\n')[0] ?? '').trim();
}
