/**
 * Writes the pages of docs/ that are made from definitions, and the indexes of these.
 *
 *     npm run docs               writes them
 *     npm run docs -- --check    says which pages are stale, exit 1
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeIndexes } from './registry.mjs';
import { importSource } from './typescript.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function main(args) {
  const isCheck = args.includes('--check');
  // What a page shows of the command line is seen in this folder.
  process.chdir(ROOT);
  if (!isCheck) writeIndexes(ROOT);
  const { PAGES } = await importSource('./pages.ts');
  let stale = 0;
  for (const { path, text } of PAGES) {
    const page = await text();
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === page) continue;
    if (isCheck) {
      stale += 1;
      process.stderr.write(`${path} is stale\nrun: npm run docs\n`);
    } else {
      writeFileSync(file, page);
    }
  }
  return stale === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
