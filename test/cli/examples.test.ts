// Goal: the example of an own allocator works as its header says, and finds what the header tells to try. Method: it is
// copied to a folder where the package is installed from the tarball that would be published, as in a user's project.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../spec/invariants/index.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { openWorkbench } from '../../src/cli/workbench.ts';
import { parseProgram } from '../../src/program/text.ts';
import { execute } from '../../src/engine/execute.ts';
import { applicable } from '../../src/engine/judge.ts';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const project = join(folder, 'project');
const installed = join(project, 'node_modules/allocheck');
/** Most that compiling and packing may take, on a machine that does other things too. */
const INSTALL_MS = 120_000;

/** Installs what `npm publish` would publish, and links its dependencies. */
function install(): void {
  build(folder);
  const { files, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly files: readonly string[];
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of new Set(files.map((file) => file.split('/')[0] as string)))
    if (existsSync(name) && name !== 'dist') cpSync(name, join(folder, name), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: folder });
  mkdirSync(installed, { recursive: true });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const tarball = join(folder, `allocheck-${version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(dependencies))
    symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
}

beforeAll(() => {
  install();
  cpSync('examples/own-allocator', project, { recursive: true });
}, INSTALL_MS);

function run(...more: readonly string[]): Promise<Ended> {
  const main = join(installed, 'dist/src/cli/main.js');
  const args = ['run', '--seed', '1', '--runs', '200', ...more];
  return start(process.execPath, [main, ...args], { cwd: project }).ended;
}

describe('the own allocator of the examples', () => {
  it('keeps every invariant that it can be judged by, its own too', async () => {
    const { code, out } = await run('--verbose');
    expect({ code, held: out.includes('all 13 invariants and 5 relations held') }).toEqual({
      code: 0,
      held: true,
    });
    expect(out).toMatch(/^ +[1-9][\d,]+ .*\[pool\/cell-free-or-taken\]$/m);
  });

  it('is found out when it frees a cell twice', async () => {
    const file = join(project, 'pool.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('free.push(addr);', 'free.push(addr, addr);'));
    const { code, out } = await run();
    writeFileSync(file, text);
    expect(code).toBe(1);
    expect(out).toContain('client/live-blocks-disjoint');
    expect(out).toMatch(/at step 3 of 4 commands/);
  });

  it('has a mutant that its own invariant catches, and none of ours', async () => {
    const { mutants, invariants, subjects } = await openWorkbench(
      'examples/own-allocator/allocheck.config.ts',
    );
    const mutant = mutants.find(({ id }) => id === 'pool/freed-cell-lost');
    if (mutant === undefined || isEquivalent(mutant)) throw new Error('there is no such mutant');
    const program = parseProgram(
      `allocheck 1\nheap pool\n${mutant.shortest.lines.join('\n')}\n`,
      'test',
    );
    const broken = (subject = loadMutant(mutant)): readonly string[] =>
      execute(program, subject, applicable(invariants, subject.offers)).findings.map(
        ({ invariant }) => invariant,
      );
    expect(broken()).toEqual(mutant.caughtBy);
    expect(catalogue.map(({ id }) => id)).not.toContain(mutant.caughtBy[0]);
    expect(broken(subjects.find(({ id }) => id === 'pool'))).toEqual([]);
  });
});
