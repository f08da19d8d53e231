/** `allocheck explore`: every program up to a depth on a small heap. */
import { existsSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { checkWritable, writeRecording } from '../../engine/corpus.ts';
import { applicable } from '../../engine/judge.ts';
import { UNEXPLORED } from '../../explore/explore.ts';
import type { Explored } from '../../explore/explore.ts';
import { parseExplored, printExplored } from '../../explore/saved.ts';
import type { Subjective } from '../../explore/saved.ts';
import { Commands, DEFAULT_SCOPE, SCOPES } from '../../explore/scope.ts';
import type { Scope } from '../../explore/scope.ts';
import { exploreJson } from '../../report/explore-json.ts';
import { exploreText } from '../../report/explore-text.ts';
import type { FindingReport } from '../../report/finding.ts';
import { readText } from '../../trace/load.ts';
import { flags, jsonLine } from '../command.ts';
import type { Shell } from '../command.ts';
import { EXIT } from '../exit.ts';
import type { Matter } from '../explore-worker.ts';
import { exploring } from '../exploration.ts';
import { Keeper } from '../keeper.ts';
import { DEFAULT_OUT } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { isUnread, readCount } from '../values.ts';
import { checkJudgeable, chosenOf, named, openWorkbench } from '../workbench.ts';
import type { Workbench } from '../workbench.ts';

interface Options {
  readonly depth: number;
  readonly sizes?: readonly number[];
  readonly blocks: number;
  readonly procs: number;
  readonly mutant?: string;
  readonly time?: number;
  readonly workers?: number;
  readonly state?: string;
  readonly invariants?: readonly string[];
  readonly out?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** Models that can be loaded so that what they do can be undone. */
const MODELS: readonly string[] = Object.keys(SCOPES);

const SIZES_SAID = Object.entries(SCOPES)
  .map(([id, { sizes }]) => `${sizes.join()} of ${id}`)
  .join(', ');

const NOTES = `
Goes through every program of malloc, free, gc and scavenge with these sizes (of tcmalloc, in its tiny geometry, of threads
that end instead of gc), and judges every step. Programs that lead to the same state of the heap are gone on with once;
contents of memory and statistics do not count as state. Exit code 1: a program broke something, and none with fewer commands does.`;

export function exploreCommand({ terminal, exit }: Shell): Command {
  const { depth, blocks, heap } = DEFAULT_SCOPE;
  return new Command('explore')
    .summary('every program up to a depth on a small heap')
    .description(
      'Runs every program up to a depth on a small heap, and says that none breaks anything, or which does.',
    )
    .argument('[subject]', `id of a model: ${MODELS.join(', ')}`, 'go')
    .addOption(flags.count('--depth <n>', 'commands of a program at most').default(depth))
    .addOption(
      new Option(
        '--sizes <list>',
        `sizes of blocks, bytes: 4096,40960 (default: ${SIZES_SAID})`,
      ).argParser(readSizes),
    )
    .addOption(flags.count('--blocks <n>', 'blocks at once, at most').default(blocks))
    .addOption(flags.count('--procs <n>', 'processors').default(heap.procs))
    .addOption(new Option('--mutant <id>', 'with this fault in the model: allocheck mutants'))
    .addOption(flags.duration('--time <t>', 'stop after 30s, 2m, 1h'))
    .addOption(flags.count('--workers <n>', 'threads (default: one for each core)'))
    .addOption(
      new Option('--state <file>', 'keep here how far it is; where it is there, go on from it'),
    )
    .addOption(flags.invariants())
    .addOption(flags.out())
    .addOption(flags.config())
    .addOption(flags.json())
    .addHelpText('after', NOTES)
    .action(async (id: string, options: Options) => {
      const workbench = await openWorkbench(options.config);
      const matter = matterOf(id, options, workbench);
      const asked = chosenOf(workbench, matter.invariants);
      const subject = named('subject', workbench.subjects, id);
      checkJudgeable(subject, asked);
      const store = new Store(options.state, matter);
      const from = store.read();
      store.check();
      const workers = options.workers ?? availableParallelism();
      const start = terminal.now();
      const { explored, interrupted } = await exploring(
        {
          matter,
          from,
          workers,
          timeMs: options.time,
          keep: (reached) => store.write(reached),
        },
        terminal,
      );
      const report = {
        subject: id,
        mutant: options.mutant,
        scope: matter.scope,
        layers: explored.layers,
        invariants: applicable(asked.catalogue, subject.offers).length,
        finding: findingOf(explored, { matter, workbench, options, terminal }),
        seconds: (terminal.now() - start) / 1000,
        workers,
        interrupted,
        state: options.state,
      };
      terminal.out(
        options.json === true
          ? jsonLine(exploreJson(report))
          : exploreText(report, terminal.outPaint),
      );
      if (explored.broken !== undefined) exit(EXIT.BROKEN);
      else if (interrupted && options.time === undefined) exit(EXIT.INTERRUPTED);
    });
}

function readSizes(text: string): readonly number[] {
  return text.split(',').map((part) => {
    const size = readCount(part.trim());
    if (isUnread(size)) throw new InvalidArgumentError(`${size.problem}, or several with commas`);
    return size;
  });
}

function matterOf(id: string, options: Options, workbench: Workbench): Matter {
  named('subject', workbench.subjects, id);
  if (!MODELS.includes(id)) {
    throw new UsageError(
      `${id} cannot be explored: what tells two of its states apart is not known\nuse one of: ${MODELS.join(', ')}`,
    );
  }
  const { depth, blocks, procs, config, mutant, invariants = [] } = options;
  if (mutant !== undefined) named('mutant', workbench.mutants, mutant);
  const { heap, bare, sizes } = SCOPES[id] as Scope;
  const scope: Scope = {
    heap: { ...heap, procs },
    bare,
    sizes: options.sizes ?? sizes,
    blocks,
    depth,
  };
  return { config, subject: id, mutant, invariants, scope };
}

/** The file in which it is kept how far an exploration is. */
class Store {
  readonly #file: string | undefined;
  readonly #of: Subjective;

  constructor(file: string | undefined, { subject, mutant = 'none', scope, invariants }: Matter) {
    const { depth: _, ...rest } = scope;
    this.#file = file;
    this.#of = { subject, mutant, scope: JSON.stringify({ ...rest, invariants }) };
  }

  read(): Explored {
    if (this.#file === undefined || !existsSync(this.#file)) return UNEXPLORED;
    return parseExplored(readText(this.#file), this.#file, this.#of);
  }

  /** Insists that it can be written, before anything runs. */
  check(): void {
    if (this.#file !== undefined) checkWritable(dirname(this.#file));
  }

  /** Under another name first, so that there is a whole one at any time. */
  write(explored: Explored): void {
    if (this.#file === undefined) return;
    const unfinished = `${basename(this.#file)}.unfinished`;
    const text = printExplored(explored, this.#of);
    renameSync(writeRecording(dirname(this.#file), unfinished, text), this.#file);
  }
}

interface Surroundings {
  readonly matter: Matter;
  readonly workbench: Workbench;
  readonly options: Options;
  readonly terminal: Terminal;
}

/** What broke, written as a recording: but not that of a mutant, which the model itself would not repeat. */
function findingOf(
  { broken }: Explored,
  { matter, workbench, options, terminal }: Surroundings,
): FindingReport | undefined {
  const [finding, ...others] = broken?.findings ?? [];
  if (broken === undefined || finding === undefined) return undefined;
  const program = new Commands(matter.scope).program(matter.subject, broken.program);
  const invariant = workbench.invariants.find(({ id }) => id === finding.invariant);
  const alsoBroken = others.map((other) => other.invariant);
  const report = { finding, invariant, alsoBroken, program, shrunk: undefined };
  if (matter.mutant !== undefined) return { ...report, file: undefined, replay: undefined };
  const keeper = new Keeper(options.out ?? DEFAULT_OUT, workbench.flags);
  const file = keeper.keep(report, terminal);
  return { ...report, file, replay: keeper.replayLine(file) };
}
