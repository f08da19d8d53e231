/** Numbers as people read them. The same on every machine: no locale is asked. */
import { GIB, KIB, MIB } from '../base/units.ts';

/** `231,402` */
export function amount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 program`, `2,000 programs` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}

/** `64 B`, `1.5 KiB`, `3.2 MiB` */
export function byteSize(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  if (bytes < MIB) return `${(bytes / KIB).toFixed(1)} KiB`;
  return bytes < GIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

/** `0.42 s`, `12.3 s`, `2 min 5 s` */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Columns that a line of items fills at most. */
const COLUMNS_MAX = 100;

/** `first a, b, c` on as many lines as it takes; no line without items. */
export function wrapped(first: string, items: readonly string[]): readonly string[] {
  const indent = ' '.repeat(first.length + 1);
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(`${first} ${item}`);
    else if (last.length + item.length + 3 > COLUMNS_MAX) lines.push(indent + item);
    else lines[lines.length - 1] = `${last}, ${item}`;
  }
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line},`));
}

/** Rows as columns, the last one ragged. */
export function table(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return rows.map((row) => {
    const cells = row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)));
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** Seconds with milliseconds, for JSON. */
export function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
