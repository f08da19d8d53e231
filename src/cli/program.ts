/** The command line: what there is, and what becomes of errors. */
import { Command, CommanderError } from 'commander';
import type { Shell } from './command.ts';
import { compareCommand } from './commands/compare.ts';
import { conformCommand } from './commands/conform.ts';
import { emitCommand } from './commands/emit.ts';
import { explainCommand } from './commands/explain.ts';
import { escapeCommand } from './commands/escape.ts';
import { exploreCommand } from './commands/explore.ts';
import { initCommand } from './commands/init.ts';
import {
  invariantsCommand,
  profilesCommand,
  relationsCommand,
  subjectsCommand,
} from './commands/lists.ts';
import { mutantsCommand } from './commands/mutants.ts';
import { processCommand } from './commands/process.ts';
import { profileCommand } from './commands/profile.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { shrinkCommand } from './commands/shrink.ts';
import { verifyCommand } from './commands/verify.ts';
import { EXIT, EXIT_MEANINGS, failureOf } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly ((shell: Shell) => Command)[] = [
  runCommand,
  replayCommand,
  shrinkCommand,
  explainCommand,
  exploreCommand,
  escapeCommand,
  emitCommand,
  reportCommand,
  compareCommand,
  verifyCommand,
  conformCommand,
  processCommand,
  invariantsCommand,
  relationsCommand,
  mutantsCommand,
  subjectsCommand,
  profilesCommand,
  profileCommand,
  initCommand,
];

const EXITS = `
Exit codes:
${EXIT_MEANINGS.map(([code, ...lines]) => `  ${String(code).padEnd(5)}${lines.join('\n       ')}`).join('\n')}`;

/**
 * Does what the arguments say.
 *
 * @param args  without the program and the script
 * @returns     the exit code
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.HELD;
  const shell: Shell = {
    terminal,
    args,
    exit: (exitCode) => {
      code = exitCode;
    },
  };
  try {
    await commandLine(shell).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what was wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.HELD : EXIT.USAGE;
    const { text, exitCode } = failureOf(error);
    terminal.err(text);
    return exitCode;
  }
}

/** All commands, below the one that has them. */
export function commandLine(shell: Shell): Command {
  const program = new Command('allocheck')
    .description('Finds the shortest malloc/free/gc program that breaks a memory allocator.')
    .version(VERSION, '-V, --version')
    .addHelpText('after', EXITS);
  for (const command of COMMANDS) program.addCommand(command(shell));
  prepare(program, shell.terminal);
  return program;
}

/** No command, nor one below it, ends the process, or writes past the terminal. */
function prepare(command: Command, terminal: Terminal): void {
  const { out, err } = terminal;
  for (const each of command.commands) prepare(each, terminal);
  command.exitOverride().configureOutput({
    writeOut: out,
    writeErr: err,
    outputError: (text, write) => write(text.replace(/^error: /, 'allocheck: ')),
  });
}
