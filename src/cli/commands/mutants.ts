/** `allocheck mutants`: lists the faults on purpose, or tries which invariant notices which. */
import { Command, Option } from 'commander';
import { killMatrix } from '../../campaign/kill-matrix.ts';
import type { KillMatrix } from '../../campaign/kill-matrix.ts';
import { matrixJson } from '../../report/matrix-json.ts';
import { matrixText } from '../../report/matrix-text.ts';
import { mutantsJson, mutantsText } from '../../report/lists.ts';
import { patchedTexts } from '../../../models/mutants/patch.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT } from '../exit.ts';
import { allInvariants, allMutants } from '../families.ts';
import { chosen } from '../patterns.ts';
import { tryMutants } from '../trials.ts';
import { chosenOf, openWorkbench } from '../workbench.ts';

interface Options {
  readonly run?: boolean;
  readonly seeds: number;
  readonly seed: number;
  readonly workers?: number;
  readonly hang: number;
  readonly invariants?: readonly string[];
  readonly config?: string;
  readonly json?: boolean;
}

const NOTES = `
A mutant is a fault on purpose, as a patch of the source of a model: of an allocator, of a process, of escape analysis. --run looks for each by generated programs, from
several seeds and within its own budget, and tells which invariants noticed it. A crash or an endless loop is no catch.
Exit code 1: a mutant was not caught from every seed by an invariant that it names, an equivalent one was noticed, or,
when all were tried, an invariant caught none.`;

export function mutantsCommand({ terminal, exit }: Shell): Command {
  return new Command('mutants')
    .summary('list the faults on purpose; --run: which invariant notices which')
    .description('Lists the faults on purpose that the invariants are measured by, or tries them.')
    .argument('[glob...]', 'only those, such as go/scavenge* or process/*')
    .addOption(new Option('--run', 'try them, in parallel: the kill matrix'))
    .addOption(flags.count('--seeds <n>', 'seeds from which each is tried').default(10))
    .addOption(flags.seed('the first of these seeds').default(1))
    .addOption(flags.count('--workers <n>', 'threads (default: one for each core)'))
    .addOption(flags.duration('--hang <t>', 'how long one program may take').default(20_000, '20s'))
    .addOption(flags.invariants())
    .addOption(flags.config())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (globs: readonly string[], options: Options) => {
      const workbench = await openWorkbench(options.config);
      const all = allMutants(workbench);
      const mutants = chosen('mutant', all, globs);
      if (options.run !== true) {
        const list = options.json === true ? jsonLine(mutantsJson(mutants)) : undefined;
        terminal.out(list ?? mutantsText(mutants, terminal.outPaint));
        return;
      }
      const invariants = options.invariants ?? [];
      const { catalogue, relations } = chosenOf(
        { ...workbench, invariants: allInvariants(workbench) },
        invariants,
      );
      const judges = { invariants: catalogue.map(idOf), relations: relations.map(idOf) };
      for (const mutant of mutants) patchedTexts(mutant);
      const seeds = Array.from({ length: options.seeds }, (_, i) => options.seed + i);
      const { config, workers, hang: hangMs } = options;
      const request = { mutants, config, invariants, seeds, workers, hangMs };
      const { tries, ...cost } = await tryMutants(request, terminal);
      const matrix = killMatrix(judges, seeds, tries);
      const isWhole = tries.length === all.length;
      const effort = { ...cost, isWhole };
      terminal.out(
        options.json === true
          ? jsonLine(matrixJson(matrix, effort))
          : matrixText(matrix, effort, terminal.outPaint),
      );
      exit(cost.interrupted ? EXIT.INTERRUPTED : matrixExit(matrix, isWhole));
    });
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

/** @param isWhole  all mutants were tried, so each invariant must have caught one */
function matrixExit({ rows, idle }: KillMatrix, isWhole: boolean): number {
  const isBroken = rows.some(({ ok }) => !ok) || (isWhole && idle.length > 0);
  return isBroken ? EXIT.BROKEN : EXIT.HELD;
}
