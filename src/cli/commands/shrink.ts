/** `allocheck shrink`: from a program or a trace that breaks something to the smallest that breaks the same. */
import { Command, Option } from 'commander';
import { shrinkJson } from '../../report/shrink-json.ts';
import { shrinkText } from '../../report/shrink-text.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { DEFAULT_OUT } from '../settings.ts';
import { shrink, shrinkExit } from '../shrink.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';

interface Options extends ForeignFlags {
  readonly subject?: string;
  readonly invariants?: readonly string[];
  readonly any?: boolean;
  readonly time?: number;
  readonly out?: string;
  readonly config?: string;
  readonly json?: boolean;
}

const NOTES = `
A file is a program or a recording (allocheck 1), or a recorded trace (docs/record-a-trace.md), plain or gzipped. The smaller program breaks
the invariant that the recording names, else the one that the file's program breaks first. Ends 1 with a recording of it; 0
where nothing breaks, so that nothing is to be shrunk; 3 where a recording now breaks something else.`;

export function shrinkCommand({ terminal, exit }: Shell): Command {
  return withForeign(new Command('shrink'))
    .summary('make a program or a trace that breaks something as small as possible')
    .description('Makes a program or a trace as small as possible, as long as it breaks the same.')
    .argument('<file>', 'a program, a recording or a trace')
    .addOption(
      new Option('--subject <id>', 'run on this allocator (default: the one that the file names)'),
    )
    .addOption(flags.invariants())
    .addOption(new Option('--any', 'it may end with breaking another invariant'))
    .addOption(flags.duration('--time <t>', 'keep the smallest so far after 30s, 2m, 1h'))
    .addOption(flags.out())
    .addOption(flags.config())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (file: string, options: Options) => {
      const workbench = await openWorkbench(options.config, options);
      const { subject, invariants = [], any = false, time: timeMs, json } = options;
      const out = options.out ?? workbench.run.out ?? DEFAULT_OUT;
      const request = { file, subject, invariants, any, timeMs, out };
      const report = await shrink(request, workbench, terminal);
      terminal.out(
        json === true ? jsonLine(shrinkJson(report)) : shrinkText(report, terminal.outPaint),
      );
      exit(shrinkExit(report, invariants.length > 0));
    });
}
