/** What the commands share: what each is given, and the flags that several have. */
import { InvalidArgumentError, Option } from 'commander';
import { isUnread, readCount, readDuration, readSeed } from './values.ts';
import type { Read } from './values.ts';
import type { Terminal } from './terminal.ts';

/** What an action is given besides its arguments. */
export interface Shell {
  readonly terminal: Terminal;
  /** The command line, without the program and the script. */
  readonly args: readonly string[];
  /** Sets the exit code, which is 0 otherwise. */
  readonly exit: (code: number) => void;
}

/** A reader of values as commander wants it. */
function parser<T>(read: (text: string) => Read<T>): (text: string) => T {
  return (text) => {
    const value = read(text);
    if (isUnread(value)) throw new InvalidArgumentError(value.problem);
    return value;
  };
}

/** Splits at commas, and joins what several flags give. */
function gather(text: string, before: readonly string[] | undefined): readonly string[] {
  const patterns = text.split(',').map((pattern) => pattern.trim());
  return [...(before ?? []), ...patterns.filter((pattern) => pattern !== '')];
}

/** A value as the one line that `--json` prints. */
export function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** The flags that more than one command has, each made anew. */
export const flags = {
  config: () => new Option('--config <file>', 'the config (default: ./allocheck.config.ts)'),
  json: () => new Option('--json', 'print JSON and nothing else'),
  verbose: () => new Option('--verbose', 'list each invariant and how often it was judged'),
  /** A number of things, from 1. */
  count: (form: string, text: string) => new Option(form, text).argParser(parser(readCount)),
  /** Milliseconds. */
  duration: (form: string, text: string) => new Option(form, text).argParser(parser(readDuration)),
  time: () => flags.duration('--time <t>', 'start no program after 30s, 2m, 1h'),
  seed: (text: string) => new Option('--seed <s>', text).argParser(parser(readSeed)),
  commands: () => flags.count('--commands <n>', 'most commands of a program'),
  invariants: () =>
    new Option(
      '--invariants <globs>',
      'judge by these: client/*,go/span-* or !client/contents-kept to leave out; may be repeated',
    ).argParser(gather),
  /** For machines. */
  report: () =>
    new Option(
      '--report <form=file>',
      'also write junit=FILE, sarif=FILE or json=FILE; may be repeated',
    ).argParser((said: string, before: readonly string[] | undefined) => [...(before ?? []), said]),
  out: () => new Option('--out <dir>', 'folder for counterexamples (default: allocheck-out)'),
};
