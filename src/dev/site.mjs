/**
 * Makes the site: what the package exports, by typedoc from its docstrings; the pages of docs/; and the films of docs/films.md.
 *
 *     npm run build && npm run site && npx serve site
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const SITE = 'site';
const FILMS = 'examples/films';
const TOOL = 'dist/src/cli/main.js';

function node(...args) {
  execFileSync(process.execPath, args, { stdio: 'inherit' });
}

node('node_modules/typedoc/bin/typedoc', '--out', SITE);
for (const name of readdirSync(FILMS).filter((each) => each.endsWith('.allocheck'))) {
  const page = join(SITE, 'films', `${basename(name, '.allocheck')}.html`);
  node(TOOL, 'report', '--film', join(FILMS, name), '--out', page);
}
