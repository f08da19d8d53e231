/** Escape analysis against the Go compiler: what the two decide of the same text, line by line. */
import { analyzeEscape } from '../../models/escape/analyze.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { escapeMessages } from '../../models/escape/messages.ts';
import type { Analyze } from '../escape/judge.ts';
import { Tally } from './part.ts';
import type { Part } from './part.ts';

/** What the compiler says besides, and what is no decision. */
const REMARK = /ignoring self-assignment/;
/** The name of the file, in front of line and column. */
const FILE = /^.*?:(?=\d+:\d+: )/;

/**
 * The decisions among the lines that `go tool compile -m` writes, each `line:column: text`, in the order of the places.
 *
 * It sorts them by lines alone, so that order is no part of what it says.
 */
export function compilerMessages(output: string): readonly string[] {
  const lines = output.split('\n').filter((line) => FILE.test(line) && !REMARK.test(line));
  return lines.map((line) => line.replace(FILE, '')).toSorted(byPlace);
}

function byPlace(a: string, b: string): number {
  const [lineA = 0, columnA = 0] = a.split(':').map(Number);
  const [lineB = 0, columnB = 0] = b.split(':').map(Number);
  return lineA - lineB || columnA - columnB || (a < b ? -1 : 1);
}

/**
 * @param text      of programs, as the compiler was given it
 * @param messages  what it said of them
 */
export function compareEscape(
  text: string,
  messages: readonly string[],
  analyze: Analyze = analyzeEscape,
): Part {
  const compared = new Tally();
  const program = loadEscape(text, 'generated.go');
  const ours = escapeMessages(analyze(program));
  compared.add('functions', program.funcs.length);
  for (let i = 0; i < Math.max(ours.length, messages.length); i += 1) {
    const [go = 'nothing', model = 'nothing'] = [messages[i], ours[i]];
    if (go !== model) {
      // Of two that are not the same, the earlier place is that of which only one speaks.
      const at = [go, model].filter((each) => each !== 'nothing').toSorted(byPlace)[0] ?? '';
      const [line = ''] = at.split(':');
      const request = (text.split('\n')[Number(line) - 1] ?? '').trim();
      return { compared, difference: { at: `line ${line}`, request, go, model } };
    }
    compared.add('decisions of the compiler');
  }
  return { compared };
}
