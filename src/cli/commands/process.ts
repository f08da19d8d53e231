/** `allocheck process`: an executable's sections, the process that it becomes, and programs in that. */
import { Command, Option } from 'commander';
import { processCatalogue } from '../../../spec/invariants/process/index.ts';
import { processJson } from '../../report/process-json.ts';
import { layoutText, sectionsText } from '../../report/process-layout.ts';
import { processReplayText, processRunText, vacuousIn } from '../../report/process-run.ts';
import type { ProcessReplay, ProcessRunReport } from '../../report/process-run.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT, worstOf } from '../exit.ts';
import { layoutOf, replayProcess, runProcesses } from '../processes.ts';
import { DEFAULT_OUT } from '../settings.ts';

interface Options {
  readonly runs?: number;
  readonly seed: number;
  readonly commands?: number;
  readonly program?: readonly string[];
  readonly out: string;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const NOTES = `
FILE is an ELF executable for x86-64. Its parts lie where Linux puts them without randomization. --runs draws programs of mmap,
munmap, mprotect, madvise, brk, reads, writes, jumps and calls, which fault on purpose too, and judges the model of the memory
management unit by them. --program runs one that was written down, and takes each fault for a finding.
docs/process.md has what such a program may say.`;

export function processCommand({ terminal, exit }: Shell): Command {
  return new Command('process')
    .summary('lay an executable out as a process, and run programs in it')
    .description('Prints the sections of an executable as size -A does, and its address space.')
    .argument('<file>', 'an executable')
    .addOption(flags.count('--runs <n>', 'generated programs (default: none)'))
    .addOption(flags.seed('seed of the programs').default(1))
    .addOption(flags.commands())
    .addOption(
      new Option('--program <file>', 'run this program; may be repeated').argParser(
        (file: string, before: readonly string[] | undefined) => [...(before ?? []), file],
      ),
    )
    .addOption(flags.out().default(DEFAULT_OUT))
    .addOption(flags.verbose())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (file: string, options: Options) => {
      const { program: paths, runs, seed, commands, out, json, verbose = false } = options;
      const layout = layoutOf(file);
      const replays = paths?.map((path) => replayProcess(path, layout.image));
      const size = commands === undefined ? {} : { commands };
      const budget = { seed, out, ...size };
      const report =
        runs === undefined ? undefined : await runProcesses(layout, { ...budget, runs }, terminal);
      if (json === true) terminal.out(jsonLine(processJson(layout, report, replays)));
      else {
        const isAsked = report !== undefined || replays !== undefined;
        if (!isAsked) terminal.out(sectionsText(file, layout.sections) + layoutText(layout));
        const paint = terminal.outPaint;
        for (const each of replays ?? [])
          terminal.out(processReplayText(each, processCatalogue, paint));
        if (report !== undefined) terminal.out(processRunText(report, paint, verbose));
      }
      exit(worstOf([...(replays ?? []).map(replayExit), ...(report ? [runExit(report)] : [])]));
    });
}

function replayExit({ broke }: ProcessReplay): number {
  return broke === undefined ? EXIT.HELD : EXIT.BROKEN;
}

function runExit(report: ProcessRunReport): number {
  if (report.interrupted) return EXIT.INTERRUPTED;
  if (report.broke !== undefined) return EXIT.BROKEN;
  return vacuousIn(report).length > 0 ? EXIT.VACUOUS : EXIT.HELD;
}
