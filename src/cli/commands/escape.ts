/** `allocheck escape`: escape analysis on a program, or on many that are drawn. */
import { setImmediate } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { digest } from '../../base/hash.ts';
import { checkWritable, writeRecording } from '../../engine/corpus.ts';
import { EscapeCampaign } from '../../escape/campaign.ts';
import type { EscapeResult } from '../../escape/campaign.ts';
import { judgeEscape } from '../../escape/judge.ts';
import type { EscapeJudge } from '../../escape/judge.ts';
import { analyzeEscape } from '../../../models/escape/analyze.ts';
import { loadEscape } from '../../../models/escape/load.ts';
import { escapeMutants } from '../../../models/escape-mutants/index.ts';
import { loadModule } from '../../../models/mutants/load.ts';
import { escapeCatalogue } from '../../../spec/escape/index.ts';
import { decisionsJson, escapeJson } from '../../report/escape-json.ts';
import { decisionsText, escapeText } from '../../report/escape-text.ts';
import type { EscapeReport } from '../../report/escape-text.ts';
import { amount } from '../../report/words.ts';
import { readText } from '../../trace/load.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT } from '../exit.ts';
import { quoted } from '../keeper.ts';
import { DEFAULT_OUT } from '../settings.ts';
import { StatusLine } from '../status.ts';
import type { Terminal } from '../terminal.ts';
import { named } from '../workbench.ts';

interface Options {
  readonly runs?: number;
  readonly time?: number;
  readonly seed?: number;
  readonly mutant?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const RUNS = 2000;
const SEED = 1;
/** Programs between two looks at the clock and at Ctrl-C. */
const BATCH = 20;

const NOTES = `
With a file: says of each variable, new, make, literal and closure whether it is on the stack or on the heap, and by which
flows its address comes to what outlives it; then runs the program with these decisions and judges it. Without one: does the
same with programs that are drawn, until one breaks an invariant. docs/escape.md has the language and the invariants.`;

export function escapeCommand(shell: Shell): Command {
  return new Command('escape')
    .summary("Go's escape analysis: what is on the stack, and whether it may be")
    .description(
      'Decides as the Go compiler does which objects of a program may be on the stack, and judges that by running the program.',
    )
    .argument('[file]', 'a program, in a part of Go; without one, programs are drawn')
    .addOption(flags.count('--runs <n>', `programs that are drawn (default: ${RUNS})`))
    .addOption(flags.time())
    .addOption(flags.seed(`seed of the programs (default: ${SEED})`))
    .addOption(
      new Option('--mutant <id>', 'with this fault in the analysis: docs/escape.md has them'),
    )
    .addOption(flags.out())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (file: string | undefined, options: Options) => {
      const judge = judgeOf(options.mutant);
      if (file === undefined) await draw(judge, options, shell);
      else decide(file, judge, options, shell);
    });
}

function judgeOf(id: string | undefined): EscapeJudge {
  if (id === undefined) return { analyze: analyzeEscape, catalogue: escapeCatalogue };
  const mutant = named('mutant', escapeMutants, id);
  const { analyzeEscape: analyze } = loadModule('models/escape/analyze.ts', mutant);
  return { analyze: analyze as typeof analyzeEscape, catalogue: escapeCatalogue };
}

function decide(
  file: string,
  judge: EscapeJudge,
  options: Options,
  { terminal, exit }: Shell,
): void {
  const { runs, seed, time } = options;
  if (runs !== undefined || seed !== undefined || time !== undefined)
    throw new UsageError(
      '--runs, --seed and --time are of programs that are drawn\nleave them out, or the file',
    );
  const program = loadEscape(readText(file), file);
  const { decisions, tags } = judge.analyze(program);
  const { findings } = judgeEscape(program, judge);
  const report = { file, decisions, tags, findings };
  terminal.out(
    options.json === true
      ? jsonLine(decisionsJson(report))
      : decisionsText(report, terminal.outPaint),
  );
  if (findings.length > 0) exit(EXIT.BROKEN);
}

async function draw(
  judge: EscapeJudge,
  options: Options,
  { terminal, exit }: Shell,
): Promise<void> {
  const { runs = RUNS, seed = SEED, mutant, out = DEFAULT_OUT, json } = options;
  checkWritable(out);
  const start = terminal.now();
  const campaign = new EscapeCampaign(seed, judge);
  const interrupted = await goOn(
    campaign,
    { runs, until: start + (options.time ?? Infinity) },
    terminal,
  );
  const result = campaign.result();
  const file = mutant === undefined ? kept(result, out) : undefined;
  const seconds = (terminal.now() - start) / 1000;
  const replay = replayOf(result, { file, seed, mutant });
  const report: EscapeReport = { result, mutant, seconds, interrupted, file, replay };
  terminal.out(
    json === true ? jsonLine(escapeJson(report)) : escapeText(report, terminal.outPaint),
  );
  exit(exitOf(report));
}

/** Judges programs until one breaks something, there were enough, or time is over. True after Ctrl-C. */
async function goOn(
  campaign: EscapeCampaign,
  { runs, until }: { readonly runs: number; readonly until: number },
  terminal: Terminal,
): Promise<boolean> {
  const status = new StatusLine(terminal);
  let interrupted = false;
  const takeBack = terminal.onInterrupt(() => {
    interrupted = true;
  });
  try {
    for (let run = 0; run < runs && campaign.next(); run += 1) {
      if (run % BATCH > 0) continue;
      status.show(() => `${amount(run)} of ${amount(runs)} programs`);
      // oxlint-disable-next-line no-await-in-loop -- Ctrl-C has its turn
      await setImmediate();
      if (interrupted || terminal.now() >= until) break;
    }
  } finally {
    status.clear();
    takeBack();
  }
  return interrupted;
}

/** Writes the smallest program: its path. */
function kept({ broken }: EscapeResult, folder: string): string | undefined {
  if (broken === undefined) return undefined;
  const [first] = broken.findings;
  const name = (first?.invariant ?? 'escape').replaceAll('/', '-');
  return writeRecording(folder, `${name}-${digest(broken.shrunk)}.go`, broken.shrunk);
}

/** A mutant's program is not written: with the analysis as it is it breaks nothing. */
function replayOf(
  { broken }: EscapeResult,
  { file, seed, mutant }: { file: string | undefined; seed: number; mutant: string | undefined },
): string | undefined {
  if (broken === undefined) return undefined;
  if (file !== undefined) return `npx allocheck escape ${quoted(file)}`;
  const fault = mutant === undefined ? '' : ` --mutant ${quoted(mutant)}`;
  return `npx allocheck escape --seed ${seed} --runs ${broken.run + 1}${fault}`;
}

function exitOf({ result: { broken, invariants }, interrupted }: EscapeReport): number {
  if (broken !== undefined) return EXIT.BROKEN;
  if (interrupted) return EXIT.INTERRUPTED;
  return invariants.some(({ judged }) => judged === 0) ? EXIT.VACUOUS : EXIT.HELD;
}
