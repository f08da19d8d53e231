/** `allocheck verify`: generated programs and recorded traces, with the same seed each time, told in words. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { JSON_VERSION } from '../../report/finding-json.ts';
import { replayJson } from '../../report/replay-json.ts';
import { replaySummary, replayText } from '../../report/replay-text.ts';
import type { ReplayReport } from '../../report/replay-text.ts';
import { runJson } from '../../report/run-json.ts';
import { replayLines, runText } from '../../report/run-text.ts';
import type { RunReport } from '../../report/run-text.ts';
import { verifyText } from '../../report/verify-text.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT, worstOf } from '../exit.ts';
import { replay, replayExit } from '../replay.ts';
import { run, runExit } from '../run.ts';
import { DEFAULT_OUT } from '../settings.ts';
import type { RunFlags } from '../settings.ts';
import { openWorkbench } from '../workbench.ts';
import type { Workbench } from '../workbench.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends Pick<RunFlags, 'runs' | 'time' | 'seed' | 'invariants' | 'out'> {
  readonly traces?: string;
  readonly config?: string;
  readonly json?: boolean;
}

const SEED = 1;
const TRACES = 'examples/traces';

export function verifyCommand({ terminal, exit }: Shell): Command {
  return new Command('verify')
    .summary('run generated programs and recorded traces, and say what holds')
    .description('Runs generated programs, the same ones each time, then traces; says what held.')
    .addOption(flags.count('--runs <n>', 'programs for each subject (default: 2000)'))
    .addOption(flags.time())
    .addOption(flags.seed(`seed of the programs (default: ${SEED})`))
    .addOption(flags.invariants())
    .addOption(new Option('--traces <dir>', `folder of traces (default: ${TRACES} if it is there)`))
    .addOption(flags.out())
    .addOption(flags.config())
    .addOption(flags.json())
    .action(async (options: Options) => {
      const workbench = await openWorkbench(options.config);
      const runs = await verifyRuns(options, workbench, terminal);
      // What broke is the last thing that is told.
      const goesOn = runs.every(
        ({ interrupted, findings }) => !interrupted && findings.length === 0,
      );
      const replays = goesOn ? verifyTraces(options, workbench, terminal) : [];
      const codes = [...runs.map(runExit), ...replays.map((report) => replayExit(report, false))];
      const code = worstOf(codes);
      if (options.json === true) terminal.out(`${jsonOf(runs, replays)}\n`);
      else if (code === EXIT.HELD)
        terminal.out(`\n${verifyText(runs, replays, terminal.outPaint)}`);
      else if (code === EXIT.BROKEN)
        terminal.out(
          replayLines(runs, terminal.outPaint) + replaySummary(replays, terminal.outPaint),
        );
      exit(code);
    });
}

async function verifyRuns(
  options: Options,
  workbench: Workbench,
  terminal: Terminal,
): Promise<readonly RunReport[]> {
  // Whether all holds is the question, so the first finding answers it.
  const flagsOfRun = { ...options, maxFindings: 1 };
  const request = { subjects: [], flags: flagsOfRun, otherSeed: SEED, config: options.config };
  const reports: RunReport[] = [];
  for await (const report of run(request, workbench, terminal)) {
    reports.push(report);
    if (options.json === true) continue;
    terminal.out(runText(report, { paint: terminal.outPaint, verbose: true }));
  }
  return reports;
}

function verifyTraces(
  { traces, invariants, config, json, out = DEFAULT_OUT }: Options,
  workbench: Workbench,
  terminal: Terminal,
): readonly ReplayReport[] {
  const folder = traces ?? (existsSync(TRACES) ? TRACES : undefined);
  if (folder === undefined) return [];
  const request = {
    paths: [folder],
    subject: undefined,
    // By what the generated programs are judged by.
    invariants: invariants ?? workbench.run.invariants ?? [],
    shrinks: false,
    out,
    config,
  };
  const reports: ReplayReport[] = [];
  for (const report of replay(request, workbench, terminal)) {
    reports.push(report);
    if (json === true) continue;
    terminal.out(`\n${replayText(report, { paint: terminal.outPaint, verbose: false })}`);
  }
  return reports;
}

function jsonOf(runs: readonly RunReport[], replays: readonly ReplayReport[]): string {
  const { files } = replayJson(replays);
  return JSON.stringify({ version: JSON_VERSION, runs: runs.map(runJson), files });
}
