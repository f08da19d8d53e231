/** `allocheck run`: reruns the corpus, then generates programs until the budget is used, and tells each bug once. */
import { Command, Option } from 'commander';
import { mixSeed } from '../../base/prng.ts';
import { runJson } from '../../report/run-json.ts';
import { findingText } from '../../report/finding-text.ts';
import type { FindingReport } from '../../report/finding.ts';
import { lastLines, runText, vacuousOf } from '../../report/run-text.ts';
import type { RunReport } from '../../report/run-text.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT, worstOf } from '../exit.ts';
import { leaveBehind } from '../left-behind.ts';
import { run, runExit } from '../run.ts';
import { runSettings } from '../settings.ts';
import type { RunFlags } from '../settings.ts';
import { quoted } from '../keeper.ts';
import { makersOfRuns } from '../report-makers.ts';
import { wantedReports, writeReports } from '../reporters.ts';
import { openWorkbench } from '../workbench.ts';
import { withForeign } from '../foreign.ts';
import type { ForeignFlags } from '../foreign.ts';

interface Options extends RunFlags, ForeignFlags {
  readonly config?: string;
  readonly report?: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const NOTES = `
Environment: ALLOCHECK_RUNS, ALLOCHECK_TIME, ALLOCHECK_MAX_FINDINGS, ALLOCHECK_SEED. They go before the config, and flags
before them.
With --json there is one line of JSON for each subject. Where something broke, and where --out is given, the same is left as
run.json in that folder; and where something broke, a page about it: report.html. In a job of GitHub each bug becomes an annotation, and the
summary of the job says what held (docs/reports.md).`;

export function runCommand({ terminal, args, exit }: Shell): Command {
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
    .addOption(flags.report())
    .addOption(flags.config())
    .addOption(flags.verbose())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (subjects: readonly string[], options: Options) => {
      const workbench = await openWorkbench(options.config, options);
      const wanted = wantedReports(options.report ?? workbench.run.reports ?? []);
      const otherSeed = mixSeed(terminal.now(), 0);
      const paint = terminal.outPaint;
      const say = options.json === true ? () => undefined : terminal.out;
      const text = { paint, verbose: options.verbose === true, told: true };
      let gap = '';
      const onFinding = (finding: FindingReport): void => {
        say(`${gap}${findingText(finding, paint).join('\n')}\n\n`);
        gap = '';
      };
      const request = { subjects, flags: options, otherSeed, onFinding };
      const reports: RunReport[] = [];
      for await (const report of run(request, workbench, terminal)) {
        reports.push(report);
        if (options.json === true) terminal.out(jsonLine(runJson(report)));
        say(gap + runText(report, text));
        gap = '\n';
      }
      const settings = runSettings(options, terminal.env, workbench.run, otherSeed);
      if (options.out !== undefined || reports.some(({ findings }) => findings.length > 0)) {
        const page = leaveBehind(reports, settings, workbench, terminal);
        if (page !== undefined) say(`\nstep by step: ${page}\n`);
      }
      say(lastLines(reports, nextOf(reports, args), paint));
      const statements = [...workbench.invariants, ...workbench.relations];
      const isWritten = writeReports(makersOfRuns(reports, statements), wanted, terminal);
      const code = worstOf(reports.map(runExit));
      exit(code === EXIT.HELD && !isWritten ? EXIT.USAGE : code);
    });
}

/** Where nothing broke: more programs, where some invariant met nothing in these, or else the same ones again. */
function nextOf(
  reports: readonly RunReport[],
  args: readonly string[],
): readonly [what: string, line: string] | undefined {
  const [report] = reports;
  if (report === undefined) return undefined;
  const { seed } = report.result;
  const again = withFlag(args, '--seed', String(seed));
  const isVacuous = reports.some((each) => !each.interrupted && vacuousOf(each).length > 0);
  const isTimed = args.some((arg) => /^--time(?:=|$)/.test(arg));
  if (!isVacuous || isTimed) return ['again', lineOf(again)];
  return ['more', lineOf(withFlag(again, '--runs', String(10 * report.result.runs)))];
}

/** The words of a command line, with another value of a flag. */
function withFlag(args: readonly string[], flag: string, value: string): readonly string[] {
  const others = args.filter(
    (arg, i) => arg !== flag && args[i - 1] !== flag && !arg.startsWith(`${flag}=`),
  );
  return [...others, flag, value];
}

function lineOf(args: readonly string[]): string {
  return ['npx allocheck', ...args.map(quoted)].join(' ');
}
