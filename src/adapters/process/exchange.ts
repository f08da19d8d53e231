/** Commands to a process and its replies, both pipes served at once: either may be full while the other waits. */
import { AdapterFailed } from '../../base/errors.ts';
import type { Status } from './libc.ts';
import { POLL, PollSet, read, write } from './libc.ts';
import { endNow } from './link.ts';
import type { Link } from './link.ts';
import { Watchdog } from './watchdog.ts';

/** What came back. */
export interface Exchanged {
  /** Whole lines. */
  readonly replies: readonly string[];
  /** The beginning of a line that was not finished. */
  readonly partial: string;
  /** Undefined where as many lines came as were asked for. */
  readonly ended: Status | 'hang' | undefined;
}

/** What a process printed last; more is forgotten. */
const ERRORS_MAX = 8192;

const CHUNK = new Uint8Array(65_536);

/** Where each descriptor is in the set that is waited for. */
const REPLIES = 0;
const ERRORS = 1;
const ENDING = 2;
const COMMANDS = 3;

export class Exchange {
  readonly #link: Link;
  readonly #polled: PollSet;
  readonly #decoder = new TextDecoder('latin1');
  #errors = '';
  #partial = '';
  #lines: string[] = [];
  /** It has closed its replies. */
  #silent = false;

  constructor(link: Link) {
    this.#link = link;
    this.#polled = new PollSet([link.replies, link.errors, link.ending, -1]);
  }

  /** The last lines of what it printed, without empty ones. */
  get errors(): readonly string[] {
    return this.#errors.split('\n').filter((line) => line.trim() !== '');
  }

  /**
   * Sends text and waits for so many lines.
   *
   * @param limitMs what it may take between two writes of its replies, as the watchdog counts it
   * @throws {AdapterFailed} when it says more than it was asked for
   */
  run(text: string, count: number, limitMs: number): Exchanged {
    const watchdog = new Watchdog(this.#link.pid, limitMs);
    const stepMs = Math.max(1, Math.min(50, Math.floor(limitMs / 5)));
    let outgoing: Uint8Array = Buffer.from(text, 'latin1');
    this.#lines = [];
    for (;;) {
      outgoing = this.#send(outgoing);
      if (this.#lines.length >= count) return this.#whole(count);
      const happened = this.#polled.wait(stepMs);
      if (this.#listen()) watchdog.spoke();
      else if (this.#lines.length < count) {
        const ended = this.#endedNow();
        if (ended !== undefined) return this.#last(ended, count);
        if (watchdog.hangs(happened ? 0 : stepMs)) {
          endNow(this.#link);
          return this.#last('hang', count);
        }
      }
    }
  }

  /** @throws {AdapterFailed} when there are more lines */
  #whole(count: number): Exchanged {
    if (this.#lines.length > count || this.#partial !== '') {
      const more = JSON.stringify(this.#lines[count] ?? this.#partial);
      throw new AdapterFailed(`a peer said ${more} without being asked`);
    }
    return { replies: this.#lines, partial: '', ended: undefined };
  }

  #send(outgoing: Uint8Array): Uint8Array {
    if (outgoing.length === 0) return outgoing;
    const sent = write(this.#link.commands, outgoing);
    // Where nobody reads any more, its ending is about to be told.
    const rest = sent === undefined ? outgoing.subarray(outgoing.length) : outgoing.subarray(sent);
    this.#polled.watch(COMMANDS, rest.length === 0 ? -1 : this.#link.commands, POLL.out);
    return rest;
  }

  /** Takes what there is to read; whether replies are among it. */
  #listen(): boolean {
    if (this.#polled.happened(ERRORS) !== 0) this.#readErrors();
    return this.#polled.happened(REPLIES) !== 0 && this.#readReplies();
  }

  #readReplies(): boolean {
    const bytes = read(this.#link.replies, CHUNK);
    if (bytes === 0) {
      this.#silent = true;
      this.#polled.watch(REPLIES, -1, 0);
    }
    if (bytes === undefined || bytes === 0) return false;
    const lines = (this.#partial + this.#decoder.decode(CHUNK.subarray(0, bytes))).split('\n');
    this.#partial = lines.pop() as string;
    if (this.#lines.length === 0) this.#lines = lines;
    else for (const line of lines) this.#lines.push(line);
    return true;
  }

  #readErrors(): boolean {
    const bytes = read(this.#link.errors, CHUNK);
    if (bytes === 0) this.#polled.watch(ERRORS, -1, 0);
    if (bytes === undefined || bytes === 0) return false;
    const more = Buffer.from(CHUNK.buffer, 0, bytes).toString();
    this.#errors = (this.#errors + more).slice(-ERRORS_MAX);
    return true;
  }

  #endedNow(): Status | undefined {
    const told = this.#link.ending >= 0 && this.#polled.happened(ENDING) !== 0;
    return told || this.#silent ? this.#link.ended() : undefined;
  }

  /** After its end, what is left in the pipes is all there is. */
  #last(ended: Status | 'hang', count: number): Exchanged {
    while (!this.#silent && this.#readReplies());
    while (this.#readErrors());
    if (this.#lines.length >= count) return this.#whole(count);
    const partial = this.#partial;
    this.#partial = '';
    return { replies: this.#lines, partial, ended };
  }
}
