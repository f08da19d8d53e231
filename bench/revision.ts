/**
 * Another revision of this repository, built and loaded beside this one: what a bench needs of it.
 *
 * Its files are taken out of git into a folder of their own below the system's for temporary files, with this one's
 * packages; whoever loads it disposes of it.
 */
import { applicable } from '../src/engine/judge.ts';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Model from '../models/go/subject.ts';
import type { AnyInvariant } from '../spec/invariant.ts';
import type * as Invariants from '../spec/invariants/index.ts';
import type { SubjectDefinition } from '../spec/subject.ts';
import type * as Random from '../src/base/prng.ts';
import type * as Engine from '../src/engine/execute.ts';
import type { Program } from '../src/program/program.ts';
import type * as Generator from '../src/workload/generate.ts';
import type * as Profiles from '../src/workload/profile.ts';
import type * as Mixed from '../src/workload/profiles.ts';

/** Parts of a revision. Programs are data that all revisions understand which have their commands. */
export interface Revision {
  readonly name: string;
  readonly execute: typeof Engine.execute;
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
  const load = async <T>(path: string): Promise<T> => {
    const module: unknown = await import(pathToFileURL(join(dist, path)).href);
    return module as T;
  };
  const { execute } = await load<typeof Engine>('src/engine/execute.js');
  const { catalogue } = await load<typeof Invariants>('spec/invariants/index.js');
  const { goSubject: subject } = await load<typeof Model>('models/go/subject.js');
  const { generateProgram } = await load<typeof Generator>('src/workload/generate.js');
  const { profileFor } = await load<typeof Profiles>('src/workload/profile.js');
  const { MIXED } = await load<typeof Mixed>('src/workload/profiles.js');
  const { Prng, mixSeed } = await load<typeof Random>('src/base/prng.js');
  const profile = profileFor(subject, MIXED);
  return {
    name,
    execute,
    catalogue: applicable(catalogue, subject.offers),
    subject,
    program: (seed, run) => generateProgram(new Prng(mixSeed(seed, run)), profile),
  };
}
