/**
 * `nativeSubject` and `processSubject`: allocators in processes of their own as subjects.
 *
 *     export const mine = nativeSubject({ library: 'build/libmine.so' });
 *     export const theirs = processSubject({ command: 'build/peer' });
 *
 * No compiler is needed for the first: a peer that comes with this package loads the library by a foreign-function interface.
 * The second is any program that speaks the protocol of docs/protocol.md.
 */
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { CONTRACTS } from '../../../spec/contracts.ts';
import type { NamedContract } from '../../../spec/contracts.ts';
import { OWN_FUNCTIONS } from '../../../spec/entry-points.ts';
import { defineSubject } from '../../../spec/subject.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { Environment } from '../child.ts';
import { CommandOrigin } from './command-origin.ts';
import { findNativeLibrary } from './native-library.ts';
import { NativeOrigin } from './native-origin.ts';
import type { Origin } from './origin.ts';
import { peerSubject } from './subject.ts';

interface Described {
  /** A word of the text form; from the file's name where not given. */
  readonly id?: string;
  readonly title?: string;
  /** A name of spec/contracts.ts; `posix` where not given. */
  readonly contract?: string;
  /** `plain`: only functions of C, POSIX and GNU are called, and none that only one allocator has. */
  readonly api?: 'plain' | 'all';
  /** Added to the environment of its processes: what an allocator is configured by. */
  readonly env?: Environment;
}

export interface NativeDefinition extends Described {
  /** A path, or a file name as the system's loader looks for it: `libjemalloc.so.2`. */
  readonly library: string;
  /** What the names of its functions begin with: `je_` for `je_malloc`. */
  readonly prefix?: string;
}

export interface ProcessDefinition extends Described {
  /** A path, or a name that is looked for in PATH. It is run without a shell. */
  readonly command: string;
  readonly args?: readonly string[];
}

/** Processors of a program, and so threads, at most. */
const THREADS_MAX = 4;

/**
 * @throws {UsageError} where the library is not there, or has no malloc
 * @throws {AdapterFailed} where it cannot be loaded
 */
export function nativeSubject(definition: NativeDefinition): SubjectDefinition {
  const { library, prefix } = definition;
  const { path } = findNativeLibrary(library, prefix);
  const start = (): Origin =>
    new NativeOrigin({
      library: path,
      ...(prefix === undefined ? {} : { prefix }),
      env: environmentOf(definition),
      node: process.execPath,
    });
  return described(definition, { file: path, start });
}

/** @throws {AdapterFailed} where the command cannot be run, or does not speak the protocol */
export function processSubject(definition: ProcessDefinition): SubjectDefinition {
  const { command, args = [] } = definition;
  const env = environmentOf(definition);
  const start = (): Origin => new CommandOrigin({ command, args, env });
  return described(definition, { file: command, start });
}

/** @throws {UsageError} for a name that is none */
export function contractNamed(name: string | undefined): NamedContract {
  const names = CONTRACTS.map((each) => each.name);
  const found = CONTRACTS.find((each) => each.name === (name ?? names[0]));
  if (found !== undefined) return found;
  throw new UsageError(
    `there is no contract ${name}${didYouMean(name ?? '', names)}\nuse one of: ${names.join(', ')}`,
  );
}

function described(
  { id, title, contract, api }: Described,
  { file, start }: { readonly file: string; readonly start: () => Origin },
): SubjectDefinition {
  const origin = start();
  const { about } = origin.greeting;
  const called = [...origin.greeting.can].filter(
    (name) => api !== 'plain' || !OWN_FUNCTIONS.has(name),
  );
  const can = new Set(called);
  return defineSubject(
    peerSubject({
      id: id ?? idOf(file),
      title: title ?? about,
      version: versionOf(file, about),
      contract: contractNamed(contract).contract,
      threads: can.has('thread') ? THREADS_MAX : 1,
      can,
      origin,
      another: start,
    }),
  );
}

function environmentOf({ env }: Described): Environment {
  return { ...process.env, ...env };
}

/** `jemalloc` of `libjemalloc.so.2`. */
function idOf(file: string): string {
  const [stem = ''] = basename(file).split(/\.(?:so|dylib|exe|js|mjs|py)\b/);
  const name = stem.replace(/^lib(?=..)/, '').replaceAll(/[^\w.-]/g, '-');
  return /^[a-z]/i.test(name) ? name : 'peer';
}

/** What tells one build from another. A command that is not found as a file is known by what it says of itself. */
function versionOf(file: string, about: string): string {
  try {
    const path = realpathSync(file);
    const bytes = readFileSync(path);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    return `${basename(path)}, ${bytes.length} bytes, sha256 ${digest}`;
  } catch {
    return about;
  }
}
