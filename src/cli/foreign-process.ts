/** Allocators in processes of their own that flags bring along: shared libraries, and peers. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { nativeSubject, processSubject } from '../adapters/process/native-subject.ts';
import type { NativeDefinition, ProcessDefinition } from '../adapters/process/native-subject.ts';
import { UsageError } from '../base/errors.ts';
import { CONTRACTS } from '../../spec/contracts.ts';
import type { Foreign } from './foreign.ts';

/** As commander reads them. */
export interface ProcessFlags {
  readonly lib?: readonly string[];
  readonly peer?: readonly string[];
  readonly prefix?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly contract?: string;
  readonly api?: 'plain' | 'all';
}

const NOTES = `
A shared library needs no compiler: its malloc, calloc, realloc, reallocarray, free, aligned_alloc, memalign, posix_memalign,
valloc, sized frees, mallocx and mi_ functions are called in a process that may crash or hang, as far as it has them. A peer is
any program that speaks docs/protocol.md. Contracts, and what each promises beyond C:
${CONTRACTS.map(({ name, title }) => `  ${name.padEnd(9)} ${title}`).join('\n')}`;

export function withProcesses(command: Command, group: string): Command {
  const flag = (form: string, text: string): Option => new Option(form, text).helpGroup(group);
  const several = (value: string, before: readonly string[] | undefined): readonly string[] => [
    ...(before ?? []),
    value,
  ];
  return command
    .addOption(
      flag('--lib <file>', 'the malloc of this shared library; may be repeated').argParser(several),
    )
    .addOption(
      flag(
        '--peer <command>',
        'a program that speaks the peer protocol; may be repeated',
      ).argParser(several),
    )
    .addOption(flag('--prefix <word>', "what the library's functions begin with: je_"))
    .addOption(
      flag('--env <name=value>', 'set for its processes; may be repeated').argParser(readEnv),
    )
    .addOption(
      flag('--contract <name>', 'what it promises (default: posix)').choices(
        CONTRACTS.map(({ name }) => name),
      ),
    )
    .addOption(
      flag('--api <which>', 'functions to call: those of C, POSIX and GNU, or all').choices([
        'plain',
        'all',
      ]),
    )
    .addHelpText('after', NOTES);
}

/** @throws {UsageError} where one cannot be made */
export function processesOf(flags: ProcessFlags): readonly Foreign[] {
  const { lib = [], peer = [], prefix, env, contract, api } = flags;
  const said = Object.entries({ prefix, env, contract, api }).find(([, it]) => it !== undefined);
  if (lib.length + peer.length === 0 && said !== undefined) {
    throw new UsageError(
      `--${said[0]} says how an allocator of --lib or --peer is\nname it: --lib FILE`,
    );
  }
  const shared = {
    ...(env === undefined ? {} : { env }),
    ...(contract === undefined ? {} : { contract }),
    ...(api === undefined ? {} : { api }),
  };
  const libraries = lib.map((library): NativeDefinition => ({
    library,
    ...(prefix === undefined ? {} : { prefix }),
    ...shared,
  }));
  const peers = peer.map((text): ProcessDefinition => {
    const [command = '', ...args] = wordsOf(text);
    return { command, args, ...shared };
  });
  return [
    ...libraries.map((each) => ({
      subject: nativeSubject(each),
      code: () => codeOf('nativeSubject', each),
    })),
    ...peers.map((each) => ({
      subject: processSubject(each),
      code: () => codeOf('processSubject', each),
    })),
  ];
}

/** The flags again, as words of a command line. */
export function processWords(flags: ProcessFlags): readonly string[] {
  const { lib = [], peer = [], prefix, env = {}, contract, api } = flags;
  return [
    ...lib.flatMap((file) => ['--lib', file]),
    ...peer.flatMap((command) => ['--peer', command]),
    ...(prefix === undefined ? [] : ['--prefix', prefix]),
    ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...(contract === undefined ? [] : ['--contract', contract]),
    ...(api === undefined ? [] : ['--api', api]),
  ];
}

function codeOf(name: string, definition: object): ReturnType<Foreign['code']> {
  return { imports: name, text: `${name}(${JSON.stringify(definition)})` };
}

/** The words of a command line, without a shell: quotes keep spaces together. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

function readEnv(
  text: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('expected a name and a value, such as MALLOC_CONF=…');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
