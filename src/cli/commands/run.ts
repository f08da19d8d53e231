/** `allocheck run`: reruns the corpus, then generates programs until the budget is used, and tells each bug once. */
import { Command, Option } from 'commander';
import { mixSeed } from '../../base/prng.ts';
import { runJson } from '../../report/run-json.ts';
import { replayLines, runText } from '../../report/run-text.ts';
import type { RunReport } from '../../report/run-text.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { worstOf } from '../exit.ts';
import { leaveBehind } from '../left-behind.ts';
import { run, runExit } from '../run.ts';
import { runSettings } from '../settings.ts';
import type { RunFlags } from '../settings.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';

interface Options extends RunFlags, ForeignFlags {
  readonly config?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const NOTES = `
Environment: ALLOCHECK_RUNS, ALLOCHECK_TIME, ALLOCHECK_MAX_FINDINGS, ALLOCHECK_SEED. They go before the config, and flags
before them.
With --json there is one line of JSON for each subject. Where something broke, and where --out is given, the same is left as
run.json in that folder; and where something broke, a page about it: report.html.`;

export function runCommand({ terminal, exit }: Shell): Command {
  return withForeign(new Command('run'))
    .summary('test subjects by generated programs')
    .description('Reruns the corpus, then runs generated programs and judges every step of them.')
    .argument('[subject...]', 'ids of allocators (default: those of the config, else go)')
    .addOption(flags.count('--runs <n>', 'programs for each subject (default: 2000)'))
    .addOption(flags.time())
    .addOption(
      flags.count('--max-findings <n>', 'end a subject with its n-th distinct bug (default: 5)'),
    )
    .addOption(flags.seed('seed of the programs (default: another one each time)'))
    .addOption(flags.commands())
    .addOption(
      new Option(
        '--profile <id|file>',
        'what the programs are like: one of allocheck profiles, or a file of profile learn',
      ),
    )
    .addOption(flags.invariants())
    .addOption(flags.out())
    .addOption(
      new Option(
        '--corpus <dir>',
        'recordings to run first (default: .allocheck/corpus if it is there)',
      ),
    )
    .addOption(flags.config())
    .addOption(flags.verbose())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (subjects: readonly string[], options: Options) => {
      const workbench = await openWorkbench(options.config, options);
      const otherSeed = mixSeed(terminal.now(), 0);
      const request = { subjects, flags: options, otherSeed };
      const text = { paint: terminal.outPaint, verbose: options.verbose === true };
      const reports: RunReport[] = [];
      for await (const report of run(request, workbench, terminal)) {
        const gap = reports.length === 0 ? '' : '\n';
        reports.push(report);
        if (options.json === true) terminal.out(`${JSON.stringify(runJson(report))}\n`);
        else terminal.out(gap + runText(report, text));
      }
      if (options.json !== true) terminal.out(replayLines(reports));
      const settings = runSettings(options, terminal.env, workbench.run, otherSeed);
      if (options.out !== undefined || reports.some(({ findings }) => findings.length > 0)) {
        const page = leaveBehind(reports, settings, workbench, terminal);
        if (page !== undefined) terminal.err(`allocheck: step by step in ${page}\n`);
      }
      exit(worstOf(reports.map(runExit)));
    });
}
