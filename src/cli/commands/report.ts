/** `allocheck report`: a page that tells what a run found, and shows each program step by step. */
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { writeRecording } from '../../engine/corpus.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';
import { pageOf } from '../report.ts';
import { openWorkbench } from '../workbench.ts';

interface Options extends ForeignFlags {
  readonly film?: boolean;
  readonly subject?: string;
  readonly mutant?: string;
  readonly invariants?: readonly string[];
  readonly config?: string;
  readonly out: string;
}

const NOTES = `
A folder stands for the recordings in it, and for the run.json that a run leaves there. The JSON of a kill matrix
(allocheck mutants --run --json) may be named too. With --mutant and no path, the smallest program that shows the fault
is shown.`;

export function reportCommand({ terminal }: Shell): Command {
  return withForeign(new Command('report'))
    .summary('write a page that shows what broke, step by step')
    .description(
      'Writes one HTML file that needs nothing else: what was run and what held, and each program as a film, ' +
        'with the heap as it was after each command.',
    )
    .argument('[path...]', 'the folder of a run, or recordings, programs and traces')
    .addOption(
      new Option('--film', 'of one program, on the allocator whose id comes behind it, if any'),
    )
    .addOption(
      new Option('--subject <id>', 'run on this allocator (default: the one that a file names)'),
    )
    .addOption(new Option('--mutant <id>', 'with this fault in the model: allocheck mutants'))
    .addOption(flags.invariants())
    .addOption(new Option('--out <file>', 'the page').default('report.html'))
    .addOption(flags.config())
    .addHelpText('after', NOTES)
    .action(async (words: readonly string[], options: Options) => {
      const { invariants = [], mutant, out } = options;
      const { paths, subject } = named(words, options);
      const workbench = await openWorkbench(options.config, options);
      const page = await pageOf({ paths, subject, invariants, mutant }, workbench, terminal.err);
      terminal.out(`written to ${writeRecording(dirname(out), basename(out), page)}\n`);
    });
}

/** What is to be shown, and on which subject. */
function named(
  words: readonly string[],
  { film = false, subject, mutant }: Options,
): { readonly paths: readonly string[]; readonly subject: string | undefined } {
  if (words.length === 0 && mutant === undefined)
    throw new UsageError(
      'nothing to show\nname a folder of a run, or a recording, a program or a trace',
    );
  if (!film) return { paths: words, subject };
  if (words.length > 2 || (words.length === 2 && subject !== undefined))
    throw new UsageError(
      '--film takes one program and the id of one allocator\nfor more: without it',
    );
  return { paths: words.slice(0, 1), subject: words[1] ?? subject };
}
