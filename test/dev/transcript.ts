/** Pages that are followed step by step: files that they write and change, commands with what these print. */
import { blocksOf } from '../../src/dev/snippets.ts';

export type Step =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly from: string; readonly to: string }
  | { readonly kind: 'call'; readonly line: string; readonly printed: string };

/** What the blocks of a page tell to do, in order. Blocks of no file and no console are none of it. */
export function stepsOf(page: string): readonly Step[] {
  return blocksOf({ path: '', text: page }).flatMap(({ info, text }): readonly Step[] => {
    const [language = '', file] = info.split(' ');
    if (language === 'console') return callsOf(text);
    if (file === undefined) return [];
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
