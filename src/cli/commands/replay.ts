/** `allocheck replay`: runs programs, recordings and traces, and judges every step. */
import { Command, Option } from 'commander';
import { replayJson } from '../../report/replay-json.ts';
import { replaySummary, replayText } from '../../report/replay-text.ts';
import type { ReplayReport } from '../../report/replay-text.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT, worstOf } from '../exit.ts';
import { replay, replayExit } from '../replay.ts';
import { makersOfReplays } from '../report-makers.ts';
import { wantedReports, writeReports } from '../reporters.ts';
import { DEFAULT_OUT } from '../settings.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';

interface Options extends ForeignFlags {
  readonly subject?: string;
  readonly invariants?: readonly string[];
  readonly faults?: boolean;
  readonly schedules?: boolean;
  readonly out?: string;
  readonly report?: readonly string[];
  readonly config?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const NOTES = `
A file is a program or a recording (allocheck 1), or a recorded trace (docs/record-a-trace.md), plain or gzipped.
A recording is still broken (same invariant, same step: ends 1), fixed (nothing breaks: ends 0), or diverged (something
else breaks, or elsewhere: ends 3). There is no time in the report: the same files give the same one, byte for byte.
A smaller program that breaks the same: allocheck shrink.`;

export function replayCommand({ terminal, exit }: Shell): Command {
  return withForeign(new Command('replay'))
    .summary('run programs, recordings and traces')
    .description('Runs programs, recordings and traces, and judges every step of them.')
    .argument('<file...>', 'files, or folders of them')
    .addOption(
      new Option('--subject <id>', 'run on this allocator (default: the one that the file names)'),
    )
    .addOption(flags.invariants())
    .addOption(
      new Option(
        '--faults',
        'run what holds again, with each call of the operating system refused',
      ),
    )
    .addOption(
      new Option('--schedules', 'run what holds again, with calls suspended where they can be'),
    )
    .addOption(flags.out())
    .addOption(flags.report())
    .addOption(flags.config())
    .addOption(flags.verbose())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (paths: readonly string[], options: Options) => {
      const workbench = await openWorkbench(options.config, options);
      const wanted = wantedReports(options.report ?? []);
      const { subject, invariants = [], json } = options;
      const out = options.out ?? workbench.run.out ?? DEFAULT_OUT;
      const { faults = false, schedules = false } = options;
      const request = { paths, subject, invariants, faults, schedules, out };
      const text = { paint: terminal.outPaint, verbose: options.verbose === true };
      const reports: ReplayReport[] = [];
      for (const report of replay(request, workbench, terminal)) {
        const gap = reports.length === 0 ? '' : '\n';
        reports.push(report);
        if (json !== true) terminal.out(gap + replayText(report, text));
      }
      if (json === true) terminal.out(`${JSON.stringify(replayJson(reports))}\n`);
      else terminal.out(replaySummary(reports, text.paint));
      const statements = [...workbench.invariants, ...workbench.relations];
      const isWritten = writeReports(makersOfReplays(reports, statements), wanted, terminal);
      const code = worstOf(reports.map((report) => replayExit(report, invariants.length > 0)));
      exit(code === EXIT.HELD && !isWritten ? EXIT.USAGE : code);
    });
}
