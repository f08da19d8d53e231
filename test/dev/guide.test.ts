// Goal: docs/add-an-invariant.md is true: what it tells to write and to call works, what it adds is judged, holds, and catches
// its mutant, and no file but those that it names is touched.
// Method: its code blocks are taken from the page and followed in a copy of the sources.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TOOLS_MS, changedSince, copyOfSources, run, textsOf } from './copy.ts';
import type { Ran } from './copy.ts';

interface Block {
  readonly kind: 'sh' | 'ts';
  readonly lines: readonly string[];
}

const page = readFileSync('docs/add-an-invariant.md', 'utf8');
const folder = copyOfSources();
const before = textsOf(folder);

/** What each command of the page printed. */
const ran = new Map<string, Ran>();

function blocks(): readonly Block[] {
  return [...page.matchAll(/^```(sh|ts)\n(.*?)^```$/gms)].map(([, kind, text = '']) => ({
    kind: kind as Block['kind'],
    lines: text.trimEnd().split('\n'),
  }));
}

/** Writes a file over what a command of the page made. */
function write([first = '', ...lines]: readonly string[]): void {
  const path = join(folder, first.replace('// ', ''));
  expect(existsSync(path)).toBe(true);
  writeFileSync(path, `${lines.join('\n')}\n`);
}

function call(line: string): void {
  const known = line.replace(/^npx allocheck /, `${process.execPath} dist/src/cli/main.js `);
  ran.set(line, run(folder, known));
}

/** What had changed when the invariant was written and its two commands were run. */
let ofInvariant: readonly string[] = [];

/** All of the page; what is built is built once, when all is written. */
beforeAll(() => {
  const late: string[] = [];
  for (const { kind, lines } of blocks()) {
    if (kind === 'ts') write(lines);
    else if (lines[0]?.startsWith('npm run new') === true) lines.forEach(call);
    else if (lines[0] === 'npm run docs' && !ran.has(lines[0])) {
      lines.forEach(call);
      ofInvariant = changedSince(before, folder);
    } else late.push(...lines);
  }
  for (const line of new Set(late)) call(line);
}, TOOLS_MS);

/** The one command that starts so. */
function ranBy(start: string): Ran {
  const found = [...ran].filter(([line]) => line.startsWith(start));
  expect(found.map(([line]) => line)).toHaveLength(1);
  return found[0]![1];
}

describe('the guide', () => {
  it('calls nothing that fails', () => {
    expect(ran.size).toBe(6);
    for (const [line, { code, err }] of ran) expect([line, code, err]).toEqual([line, 0, '']);
  });

  it('adds an invariant that holds, and that met something to judge', () => {
    const { out } = ranBy('npx allocheck run go');
    expect(out).toContain('  the one invariant held\n');
    expect(out).toMatch(/^ +[1-9][\d,]* {2}.* \[go\/scan-alloc-in-whole-words\]$/m);
  });

  it('adds a mutant that this invariant catches, as small as the page says', () => {
    const { out } = ranBy('npx allocheck mutants');
    expect(out).toMatch(
      /^go\/scan-alloc-counts-request +10 of 10 .* 1 +go\/scan-alloc-in-whole-words$/m,
    );
  });

  it('takes two commands for an invariant, which touch one file and what is made from it', () => {
    const made = ['docs/invariants.md', 'spec/invariants/index.ts'];
    const own = 'spec/invariants/go/scan-alloc-in-whole-words.ts';
    expect(ofInvariant).toEqual([...made, own].toSorted());
    for (const path of ofInvariant) expect(page).toContain(path);
  });

  it('touches the files that it names, and no other', () => {
    const table = [...page.matchAll(/^\| `([^`]+)` \| (?:you|`npm run \w+`) \|$/gm)];
    const named = table.map(([, path = '']) => path);
    expect(changedSince(before, folder)).toEqual(named.toSorted());
  });

  it('gives the new invariant an entry in the generated page', () => {
    const text = readFileSync(join(folder, 'docs/invariants.md'), 'utf8');
    expect(text).toContain('In `go/scan-alloc-counts-request` it breaks in 1 command:\n');
  });
});
