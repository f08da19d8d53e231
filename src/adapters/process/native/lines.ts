/** Commands in, replies out. */
import { read, write } from './system.ts';

const CHUNK_BYTES = 65_536;

/** Replies are held back until there are so many characters of them. */
const HELD_MAX = 32_768;

export class Output {
  readonly #fd: number;
  #held = '';
  /** Writes each piece at once. */
  careful = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  say(text: string): void {
    this.#held += text;
    if (this.careful || this.#held.length > HELD_MAX) this.flush();
  }

  flush(): void {
    if (this.#held === '') return;
    let rest: Uint8Array = Buffer.from(this.#held, 'latin1');
    this.#held = '';
    while (rest.length > 0) {
      const sent = write(this.#fd, rest, rest.length);
      if (sent > 0) rest = rest.subarray(sent);
    }
  }
}

/** Lines of a descriptor, waited for. `beforeWaiting` is called whenever there is none yet. */
export function* linesOf(fd: number, beforeWaiting: () => void): Generator<string> {
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let rest = '';
  for (;;) {
    beforeWaiting();
    const bytes = read(fd, chunk, CHUNK_BYTES);
    if (bytes <= 0) return;
    const lines = (rest + chunk.toString('latin1', 0, bytes)).split('\n');
    rest = lines.pop() as string;
    yield* lines;
  }
}
