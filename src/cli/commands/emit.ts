/** `allocheck emit`: a counterexample as a test or a C program that stands alone. */
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { writeRecording } from '../../engine/corpus.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { findConfig } from '../config.ts';
import { FORMS, emit } from '../emit.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';

interface Options extends ForeignFlags {
  readonly as: (typeof FORMS)[number];
  readonly subject?: string;
  readonly out?: string;
  readonly config?: string;
}

const NOTES = `
vitest   a test that runs the program on its subject and fails while something breaks. It imports allocheck and, for a
         subject of yours, the config. vitest finds it by a name that ends in .test.ts.
c        a C99 program that does the same to malloc, calloc, realloc and free, checks what it was given, and ends 1 where
         that is wrong. Programs with other commands are refused.`;

export function emitCommand({ terminal }: Shell): Command {
  return withForeign(new Command('emit'))
    .summary('write a counterexample as a test or a C program that stands alone')
    .description(
      'Writes a recording, a program or a trace as a test or a C program that stands alone.',
    )
    .argument('<file>', 'a recording, a program or a trace')
    .addOption(new Option('--as <form>', 'what to write').choices(FORMS).makeOptionMandatory())
    .addOption(new Option('--out <file>', 'where to write it (default: print it)'))
    .addOption(
      new Option('--subject <id>', 'for this allocator (default: the one that the file names)'),
    )
    .addOption(flags.config())
    .addHelpText('after', NOTES)
    .action(async (file: string, options: Options) => {
      const { as: form, subject, out } = options;
      const workbench = await openWorkbench(options.config, options);
      const config = findConfig(options.config);
      const text = emit({ file, form, subject, out, config }, workbench);
      if (out === undefined) terminal.out(text);
      else terminal.out(`written to ${writeRecording(dirname(out), basename(out), text)}\n`);
    });
}
