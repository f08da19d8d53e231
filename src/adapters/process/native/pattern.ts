/**
 * What blocks are filled with, as docs/protocol.md has it: a stretch of one long pattern that a block's id and version
 * choose, so that one block's bytes under another's name are noticed.
 */
import * as koffi from 'koffi';
import { addressOf, memcmp, memcpy } from './system.ts';

/** Where the pattern repeats within a block. */
const PERIOD = 65_536;

/** Different beginnings. */
const STARTS = 4093;

/** Of larger blocks only the first and the last period are written and checked. */
const WHOLE_MAX = 4 * PERIOD;

/** Bytes, and where they are. The C library's functions are given the address, which does not keep them: this does. */
interface Source {
  readonly bytes: Uint8Array;
  readonly addr: number;
}

const PATTERN = sourceOf(patternBytes());
const ZEROES = sourceOf(new Uint8Array(PERIOD));

function sourceOf(bytes: Uint8Array): Source {
  return { bytes, addr: addressOf(bytes) };
}

function patternBytes(): Uint8Array {
  const bytes = new Uint8Array(PERIOD + STARTS);
  for (let j = 0, x = 1; j < bytes.length; j += 1) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    bytes[j] = x >>> 16;
  }
  return bytes;
}

/** A byte that is not what it should be. */
export interface Wrong {
  readonly offset: number;
  readonly expected: number;
  readonly actual: number;
}

/** Where the pattern of a block begins. */
export function startOf(id: number, version: number): number {
  return (id * 31 + version * 17) % STARTS;
}

/** Writes the pattern over the first `bytes` bytes. */
export function fill(addr: number, bytes: number, start: number): void {
  if (bytes <= PERIOD) memcpy(addr, PATTERN.addr + start, bytes);
  else {
    for (const [offset, length] of pieces(bytes, bytes)) {
      memcpy(addr + offset, PATTERN.addr + start + (offset % PERIOD), length);
    }
  }
}

/**
 * The first byte that is not as `fill` wrote it; undefined where all are.
 *
 * @param written how many bytes `fill` was given
 * @param bytes how many of them are looked at, no more than `written`
 */
export function differs(
  addr: number,
  written: number,
  bytes: number,
  start: number,
): Wrong | undefined {
  if (written <= PERIOD) return compare(addr, 0, bytes, PATTERN, start);
  for (const [offset, length] of pieces(written, bytes)) {
    const wrong = compare(addr, offset, length, PATTERN, start + (offset % PERIOD));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** The first of `bytes` bytes that is not zero, of those that a block of this size has looked at. */
export function notZero(addr: number, bytes: number): Wrong | undefined {
  for (const [offset, length] of pieces(bytes, bytes)) {
    const wrong = compare(addr, offset, length, ZEROES, 0);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Stretches of a block that lie within one period each, as offset and length. */
function* pieces(
  written: number,
  bytes: number,
): Generator<readonly [offset: number, length: number]> {
  const skipTo = written > WHOLE_MAX ? written - PERIOD : 0;
  let offset = 0;
  while (offset < bytes) {
    if (offset === PERIOD && skipTo > offset) offset = skipTo;
    if (offset >= bytes) return;
    const length = Math.min(PERIOD - (offset % PERIOD), bytes - offset);
    yield [offset, length];
    offset += length;
  }
}

/** @param from where in `like` the bytes are that are expected */
function compare(
  addr: number,
  offset: number,
  length: number,
  like: Source,
  from: number,
): Wrong | undefined {
  if (length === 0 || memcmp(addr + offset, like.addr + from, length) === 0) return undefined;
  const actual = new Uint8Array(koffi.view(BigInt(addr + offset), length));
  const at = actual.findIndex((byte, i) => byte !== like.bytes[from + i]);
  // Where there is none now, something else writes to the block at the same time.
  const first = Math.max(at, 0);
  return {
    offset: offset + first,
    expected: like.bytes[from + first] as number,
    actual: actual[first] as number,
  };
}
