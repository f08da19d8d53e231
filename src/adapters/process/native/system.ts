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
