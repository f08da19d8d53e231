/** Folders of recordings: reading the corpus, writing what was found. The only files of the engine that touch the disk. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BadInput, UsageError } from '../base/errors.ts';
import { parseRecording } from './recording.ts';
import type { Recording } from './recording.ts';

/** How the names of recordings end. */
export const RECORDING_SUFFIX = '.allocheck';

export interface StoredRecording {
  readonly path: string;
  readonly recording: Recording;
}

/**
 * Every recording in a folder and below it, by path.
 *
 * @throws {BadInput} when the folder cannot be read, or one of them is broken
 */
export function readCorpus(folder: string): readonly StoredRecording[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(RECORDING_SUFFIX))
    .toSorted()
    .map((name) => join(folder, name))
    .map((path) => ({ path, recording: parseRecording(textOf(path), path) }));
}

/**
 * Writes a recording, making the folder where it is missing.
 *
 * @returns  its path
 * @throws {UsageError} when it cannot be written
 */
export function writeRecording(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${reason(error)}`);
  }
  return path;
}

/**
 * Insists that files could be written to `folder`: makes a folder where it is, or would be, and takes that away again.
 *
 * @throws {UsageError} when they could not
 */
export function checkWritable(folder: string): void {
  const existing = nearestExisting(folder);
  if (!statSync(existing).isDirectory()) {
    throw new UsageError(`${folder} cannot be written: ${existing} is not a folder`);
  }
  try {
    // Whoever may write may still find that nothing can be: in /proc, or where the disk is full.
    rmdirSync(mkdtempSync(join(existing, '.allocheck-')));
  } catch (error) {
    throw new UsageError(`${folder} cannot be written: ${reason(error)} for ${existing}`);
  }
}

/** The folder, or the first above it that is there. */
function nearestExisting(folder: string): string {
  let path = resolve(folder);
  while (!existsSync(path)) path = dirname(path);
  return path;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(file: string, error: unknown): BadInput {
  return new BadInput({ file, line: 0, column: 0 }, `cannot be read: ${reason(error)}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'not a folder',
  EISDIR: 'is a folder',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[String(code)] ?? message;
}
