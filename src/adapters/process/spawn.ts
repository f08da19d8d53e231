/** Starts a program without a shell and without Node's event loop. */
import { AdapterFailed } from '../../base/errors.ts';
import type { Environment } from '../child.ts';
import { foreign } from './libc.ts';

export interface Spawn {
  /** A path, or a name that is looked for in PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** What its descriptors 0, 1, 2 … are; undefined is /dev/null. */
  readonly descriptors: readonly (number | undefined)[];
}

/** At least as large as the opaque structures of any C library. */
const OPAQUE_BYTES = 1024;

const SETSIGDEF = 0x04;
const SETSIGMASK = 0x08;
const O_RDWR = 2;
const ENOENT = 2;
const EACCES = 13;
const ENOEXEC = 8;

const REASONS: Readonly<Record<number, string>> = {
  [ENOENT]: 'there is no such command',
  [EACCES]: 'it may not be run: is it executable?',
  [ENOEXEC]: 'it is no program for this machine',
};

/** Opaque structures of the C library. */
type Opaque = Uint8Array;

interface Spawning {
  readonly sigemptyset: (set: Opaque) => number;
  readonly sigfillset: (set: Opaque) => number;
  readonly attributes: (made: Opaque) => number;
  readonly setFlags: (attributes: Opaque, flags: number) => number;
  readonly setDefaults: (attributes: Opaque, signals: Opaque) => number;
  readonly setMask: (attributes: Opaque, signals: Opaque) => number;
  readonly actions: (made: Opaque) => number;
  readonly endActions: (actions: Opaque) => number;
  readonly open: (actions: Opaque, fd: number, path: string, flags: number, mode: number) => number;
  readonly dup: (actions: Opaque, from: number, to: number) => number;
  readonly spawn: (
    pid: Int32Array,
    command: string,
    actions: Opaque,
    attributes: Opaque,
    argv: readonly (string | null)[],
    envp: readonly (string | null)[],
  ) => number;
}

let bound: Spawning | undefined;

function spawning(): Spawning {
  if (bound !== undefined) return bound;
  const own = foreign().load(null);
  const attributes = 'posix_spawnattr';
  const actions = 'posix_spawn_file_actions';
  bound = {
    sigemptyset: own.func('int sigemptyset(_Out_ void *)'),
    sigfillset: own.func('int sigfillset(_Out_ void *)'),
    attributes: own.func(`int ${attributes}_init(_Out_ void *)`),
    setFlags: own.func(`int ${attributes}_setflags(_Inout_ void *, short)`),
    setDefaults: own.func(`int ${attributes}_setsigdefault(_Inout_ void *, void *)`),
    setMask: own.func(`int ${attributes}_setsigmask(_Inout_ void *, void *)`),
    actions: own.func(`int ${actions}_init(_Out_ void *)`),
    endActions: own.func(`int ${actions}_destroy(_Inout_ void *)`),
    open: own.func(`int ${actions}_addopen(_Inout_ void *, int, const char *, int, uint)`),
    dup: own.func(`int ${actions}_adddup2(_Inout_ void *, int, int)`),
    spawn: own.func(
      'int posix_spawnp(_Out_ int *, const char *, void *, void *, const char **, const char **)',
    ),
  };
  return bound;
}

/**
 * The process's id. It has default handlers of all signals, and is a child that `reap` waits for.
 *
 * @throws {AdapterFailed} when the command cannot be run
 */
export function spawn({ command, args, env, descriptors }: Spawn): number {
  const c = spawning();
  const attributes = withoutOurSignals(c);
  const actions = new Uint8Array(OPAQUE_BYTES);
  c.actions(actions);
  for (const [i, fd] of descriptors.entries()) {
    if (fd === undefined) c.open(actions, i, '/dev/null', O_RDWR, 0);
    else c.dup(actions, fd, i);
  }
  const pid = new Int32Array(1);
  const error = c.spawn(pid, command, actions, attributes, list([command, ...args]), envp(env));
  c.endActions(actions);
  if (error !== 0) {
    throw new AdapterFailed(`${command} could not be run: ${REASONS[error] ?? `errno ${error}`}`);
  }
  return pid[0] as number;
}

/** Node ignores some signals, which would be handed down. */
function withoutOurSignals(c: Spawning): Opaque {
  const attributes = new Uint8Array(OPAQUE_BYTES);
  const signals = new Uint8Array(OPAQUE_BYTES);
  c.attributes(attributes);
  c.setFlags(attributes, SETSIGDEF | SETSIGMASK);
  c.sigfillset(signals);
  c.setDefaults(attributes, signals);
  c.sigemptyset(signals);
  c.setMask(attributes, signals);
  return attributes;
}

/** A list of strings as C has them: with NULL at its end. */
function list(words: readonly string[]): readonly (string | null)[] {
  return [...words, null];
}

function envp(env: Environment): readonly (string | null)[] {
  const set = Object.entries(env).filter((entry) => entry[1] !== undefined);
  return list(set.map(([name, value]) => `${name}=${value}`));
}
