/**
 * Starts an invariant or a mutant: writes its file, and the index that lists it.
 *
 *     npm run new invariant go/some-name
 *     npm run new mutant go/some-name
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeIndexes } from './registry.mjs';
import { importSource } from './typescript.mjs';

const USAGE = 'usage: npm run new invariant|mutant LEVEL/NAME, such as go/partial-set-has-room\n';

const { scaffold } = await importSource('./scaffold.ts');

/** @param root  of the repository */
function main([kind, id, ...rest], root) {
  if (kind === undefined || id === undefined || rest.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const known = {
    invariants: idsIn(join(root, 'spec/invariants')),
    mutants: idsIn(join(root, 'models/mutants')),
  };
  const { path, text, next } = scaffold(kind, id, known);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { flag: 'wx' });
  const lines = [path, ...writeIndexes(root), '', ...next.map((line) => `- ${line}`)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function idsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .map((file) => file.replace(/\.ts$/, ''));
}

/** The repository that the command is given in: of a copy, its own. */
const root = fileURLToPath(new URL('../..', import.meta.url));
try {
  process.exitCode = main(process.argv.slice(2), root);
} catch (error) {
  if (error.code !== 'E_USAGE') throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
