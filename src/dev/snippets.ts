/**
 * What a page of prose claims and a reader would try: links, command lines, programs, numbers of things.
 *
 * Each check is a function from a page, as text, to complaints; none reads a file. They are run over the pages of the repository, and
 * over small inputs on which each must complain, by test/dev/snippets.test.ts.
 */
import { posix } from 'node:path';
import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { BadInput } from '../base/errors.ts';
import { parseProgram } from '../program/text.ts';

/** A page: its path from the root, with slashes, and its text. */
export interface Prose {
  readonly path: string;
  readonly text: string;
}

/** What the pages speak of. */
export interface House {
  /** The anchors of a file, none where it is no page; undefined where there is no such file or folder. */
  readonly anchorsIn: (path: string) => ReadonlySet<string> | undefined;
  /** The command line, made anew. */
  readonly commandLine: () => Command;
  /** Ids of invariants, relations, mutants and marks. */
  readonly ids: ReadonlySet<string>;
  /** What pages make up as an example, or have from elsewhere: ids, files from the root, flags of other tools. */
  readonly foreign: ReadonlySet<string>;
  /** Scripts of package.json. */
  readonly scripts: ReadonlySet<string>;
  /** What pages count. */
  readonly counts: readonly Counted[];
}

/** How many there are of something. */
export interface Counted {
  readonly things: string;
  /** How a page says it: its first group is the number. */
  readonly said: RegExp;
  readonly count: number;
}

/** A block between fences. */
export interface Block {
  /** What is behind the opening fence: the language, then perhaps the name of a file. */
  readonly info: string;
  readonly text: string;
  /** Line of the page on which the text begins, from 1. */
  readonly line: number;
}

/** A part of a page, with the line on which it begins. */
type Place = Pick<Block, 'text' | 'line'>;

/** All complaints about a page, as `path:line: complaint`. */
export function complaintsAbout(page: Prose, house: House): readonly string[] {
  return [
    ...linkComplaints(page, house),
    ...pathComplaints(page, house),
    ...idComplaints(page, house),
    ...commandComplaints(page, house),
    ...flagComplaints(page, house),
    ...scriptComplaints(page, house),
    ...programComplaints(page),
    ...countComplaints(page, house),
  ];
}

/** The blocks of a page between fences. */
export function blocksOf({ text }: Prose): readonly Block[] {
  return [...text.matchAll(/^```([^\n`]*)\n(.*?)^```$/gms)].map(
    ({ 1: info = '', 2: inner = '', index }) => ({
      info,
      text: inner,
      line: lineAt(text, index) + 1,
    }),
  );
}

/**
 * Links that lead to no file, or to a heading that the page behind them has not. Of those that lead elsewhere, only whether they are
 * addresses of the web: nobody is asked.
 */
export function linkComplaints(page: Prose, { anchorsIn }: House): readonly string[] {
  const text = withoutCode(page.text);
  const elsewhere = matches(text, /\]\(([a-z]+:[^)\s]*)\)/g);
  const wrong = elsewhere.filter(({ text: url }) => !isWebAddress(url));
  const links = matches(text, /\]\((?![a-z]+:)([^)\s]+)\)/g);
  const untrue = wrong.map(({ text: url, line }) =>
    say(page, line, `${url} is no address of the web`),
  );
  const lost = links.flatMap(({ text: link, line }) => {
    const [file = '', anchor] = link.split('#');
    const path = file === '' ? page.path : posix.join(posix.dirname(page.path), file);
    const anchors = anchorsIn(path);
    if (anchors === undefined) return [say(page, line, `there is no ${path}`)];
    if (anchor === undefined || anchors.has(anchor)) return [];
    return [say(page, line, `${path} has no #${anchor}`)];
  });
  return [...lost, ...untrue];
}

function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && /^[\w-]+(?:\.[\w-]+)+$/.test(hostname);
}

/** Files of the repository that are named and are not there. */
export function pathComplaints(page: Prose, { anchorsIn, foreign }: House): readonly string[] {
  const folders = 'bench|docs|examples|models|schema|spec|src|test|viewer';
  const named = matches(page.text, new RegExp(`\`((?:${folders})/[\\w./-]+)\``, 'g'));
  return named
    .filter(({ text }) => anchorsIn(text) === undefined && !foreign.has(text))
    .map(({ text, line }) => say(page, line, `there is no ${text}`));
}

/** Ids that nothing has, and patterns that fit none, of the levels that ids have. */
export function idComplaints(page: Prose, { ids, foreign }: House): readonly string[] {
  const levels = [...new Set([...ids].map((id) => id.split('/')[0]))].join('|');
  const id = new RegExp(
    String.raw`(?<![\w/.-])((?:${levels})/(?:[a-z][\w-]*\*?|\*))(?![\w/.*-])`,
    'g',
  );
  return matches(page.text, id)
    .filter(({ text }) => !isKnown(text, ids) && !foreign.has(text))
    .map(({ text, line }) => say(page, line, `nothing is called ${text}`));
}

function isKnown(text: string, ids: ReadonlySet<string>): boolean {
  if (!text.endsWith('*')) return ids.has(text);
  return [...ids].some((id) => id.startsWith(text.slice(0, -1)));
}

/** The anchors of a page: of its headings, as GitHub makes them, and its own. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)];
  const own = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return new Set([...headings.map(([, title = '']) => anchorOf(title)), ...own]);
}

function anchorOf(title: string): string {
  const words = title.toLowerCase().replaceAll(/[^\p{L}\p{N}\- _]/gu, '');
  return words.replaceAll(' ', '-');
}

/** Command lines of allocheck that it does not take. Nothing of them is run. */
export function commandComplaints(page: Prose, house: House): readonly string[] {
  return calls(page).flatMap(({ text, line, isWhole }) => {
    const problem = problemOf(wordsOf(text), isWhole, house.commandLine());
    return problem === undefined ? [] : [say(page, line, `allocheck ${text.trim()}: ${problem}`)];
  });
}

interface Call extends Place {
  /** It is to be typed as it stands, and not only named. */
  readonly isWhole: boolean;
}

function calls({ text }: Prose): readonly Call[] {
  const typed = matches(text, /\bnpx allocheck(?: +((?:(?!npx allocheck)[^`\n])*))?/g);
  const named = matches(text, /`allocheck +([a-z][^`]*)`/g);
  return [
    ...typed.map((place) => ({ ...place, isWhole: !place.text.includes('…') })),
    ...named.map((place) => ({ ...place, isWhole: false })),
  ];
}

/** The words of a command line up to what is no part of it: a remark behind two blanks or a `#`, another command. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [all, before = '', single, double, plain] of text.matchAll(
    /( *)(?:'([^']*)'|"([^"]*)"|([^ '"]+))/g,
  )) {
    const isEnd = words.length > 0 && before.length > 1;
    if (isEnd || /^(?:#|&&|\|\|?|;|>)/.test(all.trim())) break;
    const word = single ?? double ?? plain ?? '';
    if (plain === undefined || !/[,;]$/.test(word)) words.push(word);
    else return [...words, word.slice(0, -1)];
  }
  return words;
}

/** What the command line says of these words. */
function problemOf(words: readonly string[], isWhole: boolean, line: Command): string | undefined {
  let said = '';
  quieten(line, (text) => (said += text));
  try {
    line.parse(words.map(sample), { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { code, exitCode } = error;
    const isLacking = /\.missing|\.help$/.test(code);
    return exitCode === 0 || (isLacking && !isWhole) ? undefined : said.trim();
  }
}

/** Makes a command, and those below it, do nothing but take its words. */
function quieten(command: Command, hear: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: hear });
  if (command.commands.length === 0) command.action(() => undefined);
  for (const each of command.commands) quieten(each, hear);
}

/** A word that stands for a number is one. */
function sample(word: string): string {
  return /^[NS]$/.test(word) ? '1' : word;
}

/** Flags that are named, and that no command has. */
export function flagComplaints(page: Prose, { commandLine, foreign }: House): readonly string[] {
  const flags = new Set(flagsOf(commandLine()));
  return matches(page.text, /`(--[a-z][\w.-]*)/g)
    .filter(({ text }) => !flags.has(text) && !foreign.has(text))
    .map(({ text, line }) => say(page, line, `no command has ${text}`));
}

function flagsOf({ options, commands }: Command): readonly string[] {
  return [...options.map(({ long }) => long ?? ''), ...commands.flatMap(flagsOf)];
}

/** Scripts that package.json has not. */
export function scriptComplaints(page: Prose, { scripts }: House): readonly string[] {
  return matches(page.text, /\bnpm run ([\w:-]+)/g).flatMap(({ text, line }) =>
    scripts.has(text) ? [] : [say(page, line, `there is no script ${text}`)],
  );
}

/** Programs that cannot be read. */
export function programComplaints(page: Prose): readonly string[] {
  return programsOf(page).flatMap(({ text, line }) => {
    try {
      parseProgram(text, page.path);
      return [];
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      const { message, place } = error;
      return [say(page, line + place.line - 1, message.replace(/^\S+ /, ''))];
    }
  });
}

/** What commands alone leave out, on two lines. */
const HEAD = 'allocheck 1\nheap any\n';

/** Programs of a page: from the line that says their version to the end of what is indented like it, and blocks of commands alone. */
export function programsOf(page: Prose): readonly Place[] {
  const { text } = page;
  const whole = [
    ...text.matchAll(/^( *)allocheck 1\n(?:\1(?! *[`)])[^\n]+\n|\n(?=\1 *\w[^\n]*\n))*/gm),
  ];
  const bare = blocksOf(page).filter(({ text: inner }) => /^\w+ = \w*alloc\w* \d/.test(inner));
  return [
    ...whole.map(({ 0: found, 1: indent = '', index }) => ({
      text: found.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      line: lineAt(text, index),
    })),
    ...bare.map(({ text: inner, line }) => ({ text: `${HEAD}${inner}`, line: line - 2 })),
  ];
}

/** Numbers of things that are others. */
export function countComplaints(page: Prose, { counts }: House): readonly string[] {
  return counts.flatMap(({ things, said, count }) =>
    matches(page.text, said)
      .filter(({ text }) => Number(text.replaceAll(',', '')) !== count)
      .map(({ text, line }) => say(page, line, `${text} ${things}: there are ${count}`)),
  );
}

/** The text with its blocks and spans of code emptied, on as many lines. */
function withoutCode(text: string): string {
  const fenceless = text.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ''));
  return fenceless.replaceAll(/`[^`]+`/g, (span) => span.replaceAll(/[^\n]/g, ' '));
}

/** What the first group of an expression finds, with its lines. */
function matches(text: string, expression: RegExp): readonly Place[] {
  let line = 1;
  let from = 0;
  return [...text.matchAll(expression)].map(({ 1: found = '', index }) => {
    line += lineAt(text.slice(from, index), index) - 1;
    from = index;
    return { text: found, line };
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function say({ path }: Prose, line: number, complaint: string): string {
  return `${path}:${line}: ${complaint}`;
}
