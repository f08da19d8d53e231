/** The C library's functions that the peer itself needs, apart from those under test. */
import * as koffi from 'koffi';

const own = koffi.load(null);

export const read: (fd: number, into: Uint8Array, bytes: number) => number = own.func(
  'intptr_t read(int, _Out_ void *, size_t)',
);

export const write: (fd: number, from: Uint8Array, bytes: number) => number = own.func(
  'intptr_t write(int, void *, size_t)',
);

export const memcpy: (to: number, from: number, bytes: number) => number = own.func(
  'uintptr_t memcpy(uintptr_t, uintptr_t, size_t)',
);

/** 0 where the bytes are the same. */
export const memcmp: (a: number, b: number, bytes: number) => number = own.func(
  'int memcmp(uintptr_t, uintptr_t, size_t)',
);

export const fork: () => number = own.func('int fork()');

export const waitpid: (pid: number, status: Int32Array, flags: number) => number = own.func(
  'int waitpid(int, _Out_ int *, int)',
);

const exit: (code: number) => void = own.func('void _exit(int)');

/** Ends the process at once: no handlers of Node's or of the library's. */
export function exitNow(code: number): never {
  exit(code);
  throw new Error('the process did not end');
}

/** Whoever calls exit(3) from here on ends the process at once too, with his code. Only glibc has it. */
export function exitMeansNow(): void {
  const onExit = own.func('int on_exit(void *, void *)') as (handler: unknown, arg: null) => number;
  onExit(own.symbol('_exit'), null);
}

export const prctl: (option: number, a: number, b: number, c: number, d: number) => number =
  own.func('int prctl(int, ulong, ulong, ulong, ulong)');

export const syscall: (number: number, a: number, b: number, c: Uint8Array) => number = own.func(
  'long syscall(long, ulong, ulong, void *)',
);

export const madvise: (addr: number, bytes: number, advice: number) => number = own.func(
  'int madvise(uintptr_t, size_t, int)',
);

/** Limits are a soft and a hard one. */
export const getrlimit: (resource: number, limits: BigUint64Array) => number = own.func(
  'int getrlimit(int, _Out_ void *)',
);

export const setrlimit: (resource: number, limits: BigUint64Array) => number = own.func(
  'int setrlimit(int, void *)',
);

/** The address of memory that a typed array covers. */
export function addressOf(memory: Uint8Array | Int32Array | BigUint64Array): number {
  return Number(koffi.address(memory));
}

export const open: (path: string, flags: number) => number = own.func(
  'int open(const char *, int)',
);

export const close: (fd: number) => number = own.func('int close(int)');

export const pread: (fd: number, into: Uint8Array, bytes: number, at: number) => number = own.func(
  'intptr_t pread(int, _Out_ void *, size_t, long)',
);

export const getpagesize: () => number = own.func('int getpagesize()');

const mapMemory: (
  at: number,
  bytes: number,
  prot: number,
  flags: number,
  fd: number,
  offset: number,
) => number | bigint = own.func('uintptr_t mmap(uintptr_t, size_t, int, int, int, long)');

const PRIVATE_ANONYMOUS = 0x22;
const MAP_FAILED = 2n ** 64n - 1n;

/** Memory of this process alone, zero; undefined where there is none. */
export function mmap(bytes: number, prot: number): bigint | undefined {
  const addr = BigInt(mapMemory(0, bytes, prot, PRIVATE_ANONYMOUS, -1, 0));
  return addr === MAP_FAILED ? undefined : addr;
}

/** 0 where it went well. */
export const mprotect: (addr: bigint, bytes: number, prot: number) => number = own.func(
  'int mprotect(uintptr_t, size_t, int)',
);

export function symbolAddress(name: string): bigint {
  return koffi.address(own.symbol(name));
}

const createThread: (id: BigUint64Array, how: number, start: bigint, argument: bigint) => number =
  own.func('int pthread_create(_Out_ void *, uintptr_t, uintptr_t, uintptr_t)');

/** Runs instructions on a thread of their own. Whether that could be. */
export function startThread(start: bigint, argument: bigint): boolean {
  return createThread(new BigUint64Array(1), 0, start, argument) === 0;
}

const SYS_FUTEX = 202;
const [FUTEX_WAIT, FUTEX_WAKE] = [0, 1];

const futex: (
  number: number,
  addr: number,
  operation: number,
  value: number,
  timeout: number,
) => number = own.func('long syscall(long, uintptr_t, int, uint32_t, uintptr_t)');

/** Sleeps while the 32 bits at `addr` are `value`; may wake up before they are not. */
export function futexWait(addr: number, value: number): void {
  futex(SYS_FUTEX, addr, FUTEX_WAIT, value, 0);
}

/** Wakes one that sleeps there. */
export function futexWake(addr: number): void {
  futex(SYS_FUTEX, addr, FUTEX_WAKE, 1, 0);
}
