/**
 * Holds the library under test, and nothing else in the process, to some address space.
 *
 * The limit of the kernel counts the whole process, so it holds during the library's calls alone, and moves by whatever
 * Node itself has taken or given back between them.
 */
import { setFlagsFromString } from 'node:v8';
import { close, getpagesize, getrlimit, open, pread, setrlimit } from './system.ts';

const RLIMIT_AS = 9;

/** A collection during a call of the library would need space that the limit denies: one is made often enough before. */
const CALLS_BETWEEN_COLLECTIONS = 200;

type CollectYoung = (options: { readonly type: 'minor' }) => void;

export class AddressSpace {
  readonly #text = new Uint8Array(128);
  /** Soft and hard limit as they were. */
  readonly #unlimited = new BigUint64Array(2);
  readonly #limited = new BigUint64Array(2);
  /** What the process may take during a call; 0 for no limit. */
  #most = 0;
  #takenAfterCall = 0;
  #calls = 0;
  #fd = -1;

  /** Holds it to so much beyond what is taken now; 0 for no limit. Whether that can be done. */
  limit(bytes: number): boolean {
    if (this.#fd >= 0) close(this.#fd);
    this.#fd = -1;
    this.#most = 0;
    if (bytes === 0) return true;
    this.#fd = open('/proc/self/statm', 0);
    if (this.#fd < 0 || getrlimit(RLIMIT_AS, this.#unlimited) !== 0) return false;
    this.#limited.set(this.#unlimited);
    this.#calls = 0;
    this.#takenAfterCall = this.#taken();
    this.#most = this.#takenAfterCall + bytes;
    // The compiler would need space during a call, when a function gets hot there.
    setFlagsFromString('--no-opt');
    setFlagsFromString('--no-sparkplug');
    return true;
  }

  /** Before a call of the library. */
  narrow(): void {
    if (this.#most === 0) return;
    if (this.#calls % CALLS_BETWEEN_COLLECTIONS === 0) collectYoung();
    this.#calls += 1;
    this.#most += this.#taken() - this.#takenAfterCall;
    this.#limited[0] = BigInt(Math.max(0, this.#most));
    setrlimit(RLIMIT_AS, this.#limited);
  }

  /** After it. */
  widen(): void {
    if (this.#most === 0) return;
    setrlimit(RLIMIT_AS, this.#unlimited);
    this.#takenAfterCall = this.#taken();
  }

  /** The process's address space, bytes. The kernel gives pages, in decimal, as the first word. */
  #taken(): number {
    const length = pread(this.#fd, this.#text, this.#text.length, 0);
    let pages = 0;
    for (let i = 0; i < length; i += 1) {
      const digit = (this.#text[i] as number) - 48;
      if (digit < 0) break;
      pages = pages * 10 + digit;
    }
    return pages * getpagesize();
  }
}

function collectYoung(): void {
  (globalThis as { readonly gc?: CollectYoung }).gc?.({ type: 'minor' });
}
