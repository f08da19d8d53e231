/** `allocheck compare`: allocators side by side, on the same programs. */
import { basename, dirname } from 'node:path';
import { Command, Option } from 'commander';
import { checkWritable, writeRecording } from '../../engine/corpus.ts';
import { compareJson } from '../../report/compare-json.ts';
import { compareText } from '../../report/compare-text.ts';
import type { Comparison } from '../../report/comparison.ts';
import { comparePage } from '../../report/html/compare-page.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { compare } from '../compare.ts';
import { EXIT } from '../exit.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';
import { openWorkbench } from '../workbench.ts';

interface Options extends ForeignFlags {
  readonly seed?: number;
  readonly commands?: number;
  readonly out?: string;
  readonly config?: string;
  readonly json?: boolean;
}

const NOTES = `
Each program runs on each allocator, and nothing is judged: allocheck replay does that. A program is a file or a folder of
them, as replay takes them, or a profile, from which one long program is drawn. A file whose name is that of an allocator or a
profile is named with its folder: ./go. docs/compare.md says what is measured, and shows go beside tcmalloc. Exit code 1: an
allocator crashed or gave up.`;

export function compareCommand({ terminal, exit }: Shell): Command {
  return withForeign(new Command('compare'))
    .summary('allocators side by side: footprint, fragmentation, calls, reuse, tiers')
    .description(
      'Runs the same programs on several allocators, and tells what each takes for them.',
    )
    .argument(
      '<word...>',
      'ids of allocators, then programs, traces or profiles (default: the traces of examples/traces)',
    )
    .addOption(flags.seed('seed of the program that a profile draws (default: 1)'))
    .addOption(flags.count('--commands <n>', 'commands of that program (default: 5000)'))
    .addOption(new Option('--out <file>', 'also write a page with plots'))
    .addOption(flags.config())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (words: readonly string[], options: Options) => {
      const { seed, commands, out, json } = options;
      const workbench = await openWorkbench(options.config, options);
      if (out !== undefined) checkWritable(dirname(out));
      const comparisons: Comparison[] = [];
      for await (const comparison of compare({ words, seed, commands }, workbench, terminal)) {
        const gap = comparisons.length === 0 ? '' : '\n';
        comparisons.push(comparison);
        if (json !== true) terminal.out(gap + compareText(comparison, terminal.outPaint));
      }
      if (json === true) terminal.out(jsonLine(compareJson(comparisons)));
      if (out !== undefined) {
        const file = writeRecording(dirname(out), basename(out), comparePage(comparisons));
        (json === true ? terminal.err : terminal.out)(`written to ${file}\n`);
      }
      if (comparisons.some(({ compared }) => compared.some(({ brokeDown }) => brokeDown)))
        exit(EXIT.BROKEN);
    });
}
