/** Reading little-endian numbers out of a file that may end, or lie, anywhere. */
import { BadInput } from '../../src/base/errors.ts';
import { hex } from '../../src/base/units.ts';
import type { Bytes } from '../../src/base/units.ts';

/** A part of a file that says where it lies in it. */
export class FileBytes {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): Bytes {
    return this.bytes.length;
  }

  u16(at: number): number {
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  /**
   * A size, an offset or an address of 64 bits.
   *
   * @param what  named in the error
   * @throws {BadInput} from 2^53 on, which no file and no process has
   */
  u64(at: number, what: string): number {
    const value = this.#view.getBigUint64(at, true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    throw this.problem(at, `${what} is ${hexOf(value)}, which lies outside of every file`);
  }

  /**
   * The text up to the next zero byte.
   *
   * @param from  of the table in the file
   * @param to    one past its last byte
   */
  text(from: number, to: number): string {
    const end = this.bytes.subarray(from, to).indexOf(0);
    const chars = this.bytes.subarray(from, end < 0 ? to : from + end);
    return String.fromCharCode(...chars.subarray(0, TEXT_MAX));
  }

  /** @throws {BadInput} unless a part lies in the file */
  check(from: number, bytes: Bytes, what: string, at: number): void {
    if (from + bytes <= this.length) return;
    const needed = `${what} should lie at ${hex(from)}…${hex(from + bytes)}`;
    throw this.problem(at, `${needed}, and the file ends at ${hex(this.length)}: it is cut off`);
  }

  problem(at: number, text: string): BadInput {
    const place = { file: this.file, line: 0, column: 0 };
    return new BadInput(place, `at byte ${hex(at)}: ${text}`);
  }
}

/** Characters of a name that are read. */
const TEXT_MAX = 4096;

function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}
