/**
 * Reads traces from files, plain or gzipped. The only file of this folder that touches the disk.
 *
 * What a file is, is seen by its content and not by its name. Whatever is wrong with it is an error
 * of the input (`BadInput`), never of ours.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { BadInput } from '../base/errors.ts';
import { MIB } from '../base/units.ts';
import { parseTrace } from './formats.ts';
import type { Trace } from './trace.ts';

/** Largest text that is read; a trace takes about 40 bytes an event, so some 6 million events. */
const TEXT_BYTES_MAX = 256 * MIB;

/**
 * Reads a recorded trace.
 *
 * @throws {BadInput} when the file is missing, broken or not a trace
 */
export function readTrace(path: string): Trace {
  return parseTrace(readText(path), path);
}

/**
 * The text of a file, unpacked when it is gzipped.
 *
 * @throws {BadInput} when the file cannot be read or unpacked, or is larger than 256 MiB
 */
export function readText(path: string): string {
  const bytes = readBytes(path);
  if (isZstd(bytes)) throw unreadable(path, `packed by zstd\nunpack it: ${unpacking(path)}`);
  const text = isGzip(bytes) ? unpack(path, bytes) : bytes;
  if (text.length > TEXT_BYTES_MAX) throw unreadable(path, 'larger than 256 MiB');
  return text.toString('utf8');
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unreadable(path, WHY[codeOf(error)] ?? codeOf(error));
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** As heaptrack packs its recordings; Node has nothing that unpacks it. */
function isZstd(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528;
}

/** The command line that unpacks a file beside it. */
function unpacking(path: string): string {
  const plain = path.replace(/(?:\.raw)?\.zst$/, '');
  return `zstd -dc ${path} > ${plain}.heaptrack`;
}

function unpack(path: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: TEXT_BYTES_MAX });
  } catch (error) {
    throw unreadable(path, WHY[codeOf(error)] ?? 'broken gzip data');
  }
}

/** What the codes of Node mean to somebody who named a file. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
  ERR_FS_FILE_TOO_LARGE: 'larger than 256 MiB',
  ERR_BUFFER_TOO_LARGE: 'larger than 256 MiB',
  Z_BUF_ERROR: 'the gzip data was cut',
};

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

function unreadable(path: string, why: string): BadInput {
  return new BadInput({ file: path, line: 0, column: 0 }, `cannot be read: ${why}`);
}
