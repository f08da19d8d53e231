/** `allocheck conform go`: the model against a real runtime. */
import { Command, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/nearest.ts';
import { conformJson } from '../../report/conform-json.ts';
import { conformPartText, conformSummary } from '../../report/conform-text.ts';
import type { ConformReport } from '../../report/conform-text.ts';
import { conformGo } from '../conform.ts';
import { flags } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT } from '../exit.ts';
import { writeGolden } from '../golden.ts';

interface Options {
  readonly go: string;
  readonly programs?: number;
  readonly seed?: number;
  readonly writeGolden?: string;
  readonly json?: boolean;
}

const RUNTIMES = ['go'];
const SEED = 1;
const PROGRAMS = 20_000;

export function conformCommand({ terminal, exit }: Shell): Command {
  return new Command('conform')
    .summary('compare the model with a real runtime, where its toolchain is found')
    .description(
      'Runs generated programs and traced Go programs in the real runtime and in the model, and compares ' +
        'what they answer: addresses, spans, bitmaps, MemStats, goals. Prints the first difference of each part.',
    )
    .argument('<runtime>', 'go')
    .addOption(
      flags.count('--programs <n>', `programs for the page allocator (default: ${PROGRAMS})`),
    )
    .addOption(flags.seed(`seed of the programs (default: ${SEED})`))
    .addOption(new Option('--go <path>', 'the go command').default('go'))
    .addOption(
      new Option('--write-golden <dir>', "write the runtime's answers there, and compare nothing"),
    )
    .addOption(flags.json())
    .action(async (runtime: string, options: Options) => {
      if (!RUNTIMES.includes(runtime)) {
        const near = didYouMean(runtime, RUNTIMES);
        throw new UsageError(`there is no runtime ${runtime} to compare with${near}\nuse: go`);
      }
      const { go, programs = PROGRAMS, seed = SEED, writeGolden: folder, json } = options;
      const settings = { go, programs, seed };
      if (folder !== undefined) {
        const files = await writeGolden(folder, settings, terminal);
        terminal.out(files.map((file) => `written ${file}\n`).join(''));
        return;
      }
      const paint = terminal.outPaint;
      const report = await conformGo(settings, terminal, (part) => {
        if (json !== true) terminal.out(conformPartText(part, paint));
      });
      terminal.out(
        json === true ? `${JSON.stringify(conformJson(report))}\n` : conformSummary(report, paint),
      );
      exit(conformExit(report));
    });
}

function conformExit({ parts, interrupted }: ConformReport): number {
  if (interrupted) return EXIT.INTERRUPTED;
  return parts.some(({ difference }) => difference !== undefined) ? EXIT.BROKEN : EXIT.HELD;
}
