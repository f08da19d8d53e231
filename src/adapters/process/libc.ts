/**
 * The C library's functions that processes are run by, called where they block: the engine is synchronous, and so a
 * peer's replies have to be waited for without Node's event loop.
 *
 * The foreign-function interface is loaded with the first call, so that runs which start no process do not pay for it.
 */
import { createRequire } from 'node:module';
import { platform } from 'node:os';
import type * as Koffi from 'koffi';
import { AdapterFailed, assert } from '../../base/errors.ts';

/** As in <poll.h>. */
export const POLL = { in: 0x1, out: 0x4, error: 0x8, hangUp: 0x10 } as const;

export const SIGKILL = 9;

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const WNOHANG = 1;
const SYS_PIDFD_OPEN = 434;
const EINTR = 4;
const EAGAIN = 11;

/** What spawned processes get as their first descriptors lies below this; ours lie above it, so that none hides another. */
const FIRST_DESCRIPTOR = 64;

/** Kernel's clock of the processor time of a process: the complement of its id, shifted, and the kind of clock. */
const PROCESS_CLOCK = 2;

/** One that was waited for: both undefined never, either always. */
export interface Status {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  /** Undefined where it ended by itself. */
  readonly signal: number | undefined;
}

/** Functions as the C library names them; their results and errno as it gives them. */
interface Libc {
  readonly pipe2: (ends: Int32Array, flags: number) => number;
  readonly fcntl: (fd: number, command: number, value: number) => number;
  readonly close: (fd: number) => number;
  readonly read: (fd: number, into: Uint8Array, bytes: number) => number;
  readonly write: (fd: number, from: Uint8Array, bytes: number) => number;
  readonly poll: (entries: Int32Array, count: number, ms: number) => number;
  readonly kill: (pid: number, signal: number) => number;
  readonly waitpid: (pid: number, status: Int32Array, flags: number) => number;
  readonly clock_gettime: (clock: number, time: BigInt64Array) => number;
  readonly pidfd: (pid: number) => number;
  readonly errno: () => number;
}

let loaded: { readonly koffi: typeof Koffi; readonly libc: Libc } | undefined;

/** The foreign-function interface. */
export function foreign(): typeof Koffi {
  return load().koffi;
}

function load(): { readonly koffi: typeof Koffi; readonly libc: Libc } {
  if (loaded !== undefined) return loaded;
  if (platform() !== 'linux') {
    throw new AdapterFailed(`allocators in processes of their own need Linux, not ${platform()}`);
  }
  const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi;
  const own = koffi.load(null);
  const syscall: (call: number, pid: number, flags: number) => number = own.func(
    'long syscall(long, int, uint)',
  );
  const libc: Libc = {
    pipe2: own.func('int pipe2(_Out_ int *, int)'),
    fcntl: own.func('int fcntl(int, int, int)'),
    close: own.func('int close(int)'),
    read: own.func('intptr_t read(int, _Out_ void *, size_t)'),
    write: own.func('intptr_t write(int, void *, size_t)'),
    poll: own.func('int poll(_Inout_ void *, size_t, int)'),
    kill: own.func('int kill(int, int)'),
    waitpid: own.func('int waitpid(int, _Out_ int *, int)'),
    clock_gettime: own.func('int clock_gettime(int, _Out_ int64_t *)'),
    pidfd: (pid) => syscall(SYS_PIDFD_OPEN, pid, 0),
    errno: () => koffi.errno(),
  };
  loaded = { koffi, libc };
  return loaded;
}

/** A pipe; both ends are closed in processes started later unless they are handed over. */
export interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

/** @throws {AdapterFailed} when there are too many open files */
export function openPipe(): Pipe {
  const { libc } = load();
  const ends = new Int32Array(2);
  if (libc.pipe2(ends, O_CLOEXEC) !== 0) throw failed('a pipe could not be made');
  const [readEnd, writeEnd] = Array.from(ends, lift) as [number, number];
  return { readEnd, writeEnd };
}

function lift(fd: number): number {
  const { libc } = load();
  const lifted = libc.fcntl(fd, F_DUPFD_CLOEXEC, FIRST_DESCRIPTOR);
  if (lifted < 0) throw failed('a descriptor could not be copied');
  libc.close(fd);
  return lifted;
}

function failed(what: string): AdapterFailed {
  return new AdapterFailed(`${what}: errno ${load().libc.errno()}`);
}

/** Reads and writes on our end of a pipe do not wait from here on. */
export function dontWait(fd: number): void {
  load().libc.fcntl(fd, F_SETFL, O_NONBLOCK);
}

export function close(fd: number): void {
  load().libc.close(fd);
}

/** Bytes read; 0 at the end of the file; undefined where there are none now. */
export function read(fd: number, into: Uint8Array): number | undefined {
  const { libc } = load();
  const bytes = libc.read(fd, into, into.length);
  if (bytes >= 0) return bytes;
  return libc.errno() === EAGAIN || libc.errno() === EINTR ? undefined : 0;
}

/** Bytes written, 0 where there is no room now; undefined where nobody reads any more. */
export function write(fd: number, from: Uint8Array): number | undefined {
  const { libc } = load();
  const bytes = libc.write(fd, from, from.length);
  if (bytes >= 0) return bytes;
  return libc.errno() === EAGAIN || libc.errno() === EINTR ? 0 : undefined;
}

/** Descriptors that are waited for, with what happened to them. */
export class PollSet {
  readonly #entries: Int32Array;
  readonly #events: Int16Array;

  /** @param fds negative ones are left out */
  constructor(fds: readonly number[]) {
    this.#entries = new Int32Array(fds.length * 2);
    this.#events = new Int16Array(this.#entries.buffer);
    for (const [i, fd] of fds.entries()) this.watch(i, fd, POLL.in);
  }

  /** The `i`th is `fd` from here on; a negative one is left out. */
  watch(i: number, fd: number, events: number): void {
    this.#entries[i * 2] = fd;
    this.#events[i * 4 + 2] = events;
  }

  /** Whether anything happened within so many milliseconds. */
  wait(ms: number): boolean {
    return load().libc.poll(this.#entries, this.#entries.length / 2, ms) > 0;
  }

  /** What happened to the `i`th. */
  happened(i: number): number {
    return this.#events[i * 4 + 3] as number;
  }
}

export function kill(pid: number, signal: number): void {
  assert(pid > 1, `${pid} is no process of ours`);
  load().libc.kill(pid, signal);
}

/** How a child of ours ended, after which its id is free again; undefined while it runs. */
export function reap(pid: number): Status | undefined {
  const status = new Int32Array(1);
  if (load().libc.waitpid(pid, status, WNOHANG) !== pid) return undefined;
  return statusOf(status[0] as number);
}

/** As waitpid tells it. */
export function statusOf(raw: number): Status {
  const signal = raw & 0x7f;
  return signal === 0
    ? { code: (raw >> 8) & 0xff, signal: undefined }
    : { code: undefined, signal };
}

/** Becomes readable when the process has ended. Negative on kernels before Linux 5.3. */
export function endingOf(pid: number): number {
  return load().libc.pidfd(pid);
}

/** Milliseconds of processor time that all threads of a process have had; undefined when it is gone. */
export function processorMs(pid: number): number | undefined {
  const time = new BigInt64Array(2);
  if (load().libc.clock_gettime((~pid << 3) | PROCESS_CLOCK, time) !== 0) return undefined;
  return Number(time[0]) * 1000 + Number(time[1]) / 1e6;
}
