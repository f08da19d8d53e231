/**
 * Another revision of this repository, built and loaded beside this one: what a bench needs of it.
 *
 * Its files are taken out of git into a folder of their own below the system's for temporary files, with this one's
 * packages; whoever loads it disposes of it.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyInvariant } from '../spec/invariant.ts';
import type { SubjectDefinition } from '../spec/subject.ts';
import type { execute } from '../src/engine/execute.ts';
import type { Program } from '../src/program/program.ts';

/** Parts of a revision. Programs are data that all revisions understand which have their commands. */
export interface Revision {
  readonly name: string;
  readonly execute: typeof execute;
  readonly catalogue: readonly AnyInvariant[];
  readonly subject: SubjectDefinition;
  /** Program `run` of the campaign with this seed, by the revision's own generator and profile. */
  program(seed: number, run: number): Program;
}

/** A revision that was built for the purpose. */
export interface BuiltRevision extends Revision {
  /** Deletes its files; what was loaded goes on. */
  dispose(): void;
}

/** Output of git archive at most, in bytes. */
const ARCHIVE_MAX = 1 << 28;

/**
 * @param root  of the repository
 * @param ref   as git understands it
 */
export async function buildRevision(root: string, ref: string): Promise<BuiltRevision> {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-revision-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const files = execFileSync('git', ['archive', '--format=tar', ref], {
      cwd: root,
      maxBuffer: ARCHIVE_MAX,
    });
    execFileSync('tar', ['-x'], { cwd: folder, input: files });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const tsc = join('node_modules', '.bin', 'tsc');
    execFileSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: folder, stdio: 'inherit' });
    const revision = await loadRevision(ref, join(folder, 'dist'));
    return { ...revision, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @param dist  folder of compiled sources */
export async function loadRevision(name: string, dist: string): Promise<Revision> {
  const load = async (path: string): Promise<unknown> =>
    import(pathToFileURL(join(dist, path)).href);
  const engine = (await load('src/engine/execute.js')) as typeof import('../src/engine/execute.ts');
  const invariants = (await load(
    'spec/invariants/index.js',
  )) as typeof import('../spec/invariants/index.ts');
  const model = (await load('models/go/subject.js')) as typeof import('../models/go/subject.ts');
  const generator = (await load(
    'src/workload/generate.js',
  )) as typeof import('../src/workload/generate.ts');
  const profile = (await load(
    'src/workload/profile.js',
  )) as typeof import('../src/workload/profile.ts');
  const profiles = (await load(
    'src/workload/profiles.js',
  )) as typeof import('../src/workload/profiles.ts');
  const prng = (await load('src/base/prng.js')) as typeof import('../src/base/prng.ts');
  const { goSubject } = model;
  const mixed = profile.profileFor(goSubject, profiles.MIXED);
  return {
    name,
    execute: engine.execute,
    catalogue: invariants.catalogue,
    subject: goSubject,
    program: (seed, run) =>
      generator.generateProgram(new prng.Prng(prng.mixSeed(seed, run)), mixed),
  };
}
