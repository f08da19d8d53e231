/** Values as people write them on a command line, in the environment and in a config. Each reader says what it expects. */

/** A value that could not be read. */
export interface Unread {
  readonly problem: string;
}

/** What a reader makes of a text. */
export type Read<T> = T | Unread;

export function isUnread(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A number of things, from 1. */
export function readCount(text: string): Read<number> {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return count > 0 ? count : { problem: 'expected a whole number from 1' };
}

/** 32 bits, with or without a sign. */
export function readSeed(text: string): Read<number> {
  const seed = /^[-+]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed >= -(2 ** 31) && seed < 2 ** 32) return seed;
  return { problem: 'expected a whole number of 32 bits, such as 42 or -7' };
}

/** Milliseconds. */
export function readDuration(text: string): Read<number> {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(digits) * (UNIT_MS[unit] ?? Number.NaN);
  return ms > 0 ? ms : { problem: 'expected a time with its unit, such as 30s, 2m or 1h' };
}
