/** Pages that are followed step by step: files that they write and change, commands with what these print, pages that one looks at. */
import { blocksOf } from '../../src/dev/snippets.ts';

export type Step = Write | Change | Call | Look | Show | Job;

interface Write {
  readonly kind: 'write';
  readonly file: string;
  readonly text: string;
}

interface Change {
  readonly kind: 'change';
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

interface Call {
  readonly kind: 'call';
  readonly line: string;
  readonly printed: string;
}

/** A page in a browser, after keys: `Tab*8` is the same one eight times. */
export interface Look {
  readonly kind: 'look';
  readonly url: string;
  readonly keys: readonly string[];
  readonly seen: string;
}

/** A file that something else wrote. */
interface Show {
  readonly kind: 'show';
  readonly file: string;
  readonly text: string;
}

/** A job of the recipe that `init` wrote: its service, what set it off, its log and how it ended. */
export interface Job {
  readonly kind: 'job';
  readonly service: string;
  readonly event: string;
  readonly code: number;
  readonly log: string;
}

/** Languages of blocks that show a file, and write none. */
const SHOWN = ['yaml', 'markdown'];

/** What the blocks of a page tell to do, in order. Blocks of no file and no console are none of it. */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf({ path: '', text: page }).flatMap(({ info, text }): readonly Step[] => {
    const [language = '', file, ...keys] = info.split(' ');
    if (language === 'console') return callsOf(text);
    if (file === undefined) return [];
    if (/\.html(?:#|$)/.test(file))
      return [{ kind: 'look', url: file, keys: keys.flatMap(pressed), seen: text }];
    const [, service, event] = /^(github|gitlab):(\w+)$/.exec(file) ?? [];
    if (service !== undefined && event !== undefined)
      return [{ kind: 'job', service, event, code: Number(keys[0]), log: text }];
    if (SHOWN.includes(language)) return [{ kind: 'show', file, text }];
    if (language !== 'diff') return [{ kind: 'write', file, text }];
    return [{ kind: 'change', file, from: linesOf(text, '-'), to: linesOf(text, '+') }];
  });
}

function callsOf(text: string): readonly Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((call) => {
      const end = call.indexOf('\n');
      return { kind: 'call', line: call.slice(0, end), printed: call.slice(end + 1) };
    });
}

function pressed(key: string): readonly string[] {
  const [name = '', times = '1'] = key.split('*');
  return Array.from({ length: Number(times) }, () => name);
}

/** The lines of one side of a difference, with those that both sides have. */
function linesOf(text: string, side: '-' | '+'): string {
  const lines = text.split('\n').slice(0, -1);
  const own = lines.filter((line) => line.startsWith(side) || line.startsWith(' '));
  return own.map((line) => `${line.slice(1)}\n`).join('');
}

/** The text with its one `from` replaced. */
export function changed(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times there is\n${from}`);
  return parts.join(to);
}

/** What was printed, as the page says it where it says the same: `…` stands for the rest of a line or for lines, and seconds differ. */
export function asOnPage(printed: string, page: string): string {
  const pattern = page
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\d+\\\.\d\d s\b/g, String.raw`\d+(?:\.\d+)? s`)
    .replaceAll(/^…\n/gm, '(?:.*\n)*?')
    .replaceAll('…', '.*');
  return new RegExp(`^${pattern}$`).test(printed) ? page : printed;
}
