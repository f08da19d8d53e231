/**
 * The layers of the repository: which folder may import which, and who may touch the world.
 *
 *     src/cli, src/vitest, src/dev, bench, test, examples          everything
 *          |
 *     src/index, src/models, src/invariants                        everything but these
 *          |
 *     src/campaign   src/report (types of these and of src/conform)   src/compare  src/explore
 *          |            |                                                 |            |
 *     src/engine -----------------------------------------------------------src/undo (+ models/mutants)
 *          |
 *     src/workload   src/trace   models/go, models/os, models/mutants; src/conform over the first two
 *          |            |           |
 *     src/program -------           |  models/process  models/reference
 *          |                        |                  |
 *         spec ---------------------+-------------------
 *          |
 *     src/base
 *
 * A relation (spec/relations) speaks of two programs, so it knows src/program, which the rest of spec does not; it
 * knows no more of who runs them than the rest.
 *
 * viewer is the script of the HTML report: it runs in a browser, and shares with src/report how a film is read.
 *
 * src/adapters stands beside all that: other people's programs, known by src/cli alone.
 *
 * So the judge (spec) knows no accused (models), the oracle (models/reference) knows none either,
 * and the engine gets its subjects and invariants as arguments. Nothing below the command line reads
 * a clock or unseeded randomness: the same program gives the same run on every machine.
 *
 * Two checkers read this table: test/tidy.test.ts (by the TypeScript API) and rules.mjs (by
 * dependency-cruiser). A folder that is missing here fails both.
 */

/** A folder, or one file, with what it may import. */
export interface Layer {
  /** Path from the root. The longest one that a file lies in is its layer. */
  readonly path: string;
  /** Paths that it may import besides itself. */
  readonly imports: readonly string[];
  /** Paths of which it may import types alone. */
  readonly types: readonly string[];
}

/** Something that only some files may use. */
export interface Privilege {
  readonly what: string;
  /** Modules (`node:fs`), globals (`console`) and members of globals (`Math.random`). */
  readonly names: readonly string[];
  /** Folders and files that may use them. */
  readonly files: readonly string[];
}

const EVERYTHING = ['src', 'spec', 'models', 'bench', 'test', 'examples'];

function layer(path: string, imports: readonly string[], types: readonly string[] = []): Layer {
  return { path, imports, types };
}

const PROGRAM = ['src/base', 'spec', 'src/program'];
const ENGINE = [...PROGRAM, 'src/workload', 'models/reference'];

export const LAYERS: readonly Layer[] = [
  layer('src/base', []),
  layer('spec', ['src/base']),
  layer('spec/relation.ts', PROGRAM),
  layer('spec/relations', PROGRAM),
  layer('models/reference', ['src/base', 'spec']),
  layer('models/os', ['src/base', 'spec']),
  layer('models/go', ['src/base', 'spec', 'models/os']),
  layer('models/malloc', ['src/base', 'spec', 'models/os']),
  layer('models/tcmalloc', ['src/base', 'spec', 'models/os', 'models/malloc/bytes.ts']),
  layer('models/classic', ['src/base', 'spec', 'models/os', 'models/go']),
  layer('models/process', ['src/base', 'spec', 'models/os']),
  layer('models/runtime', ['src/base', 'spec', 'models/go']),
  layer('models/go/subject.ts', ['src/base', 'spec', 'models/os', 'models/go', 'models/runtime']),
  layer('models/escape', ['src/base', 'spec']),
  layer('models/escape-mutants', ['src/base', 'spec', 'models/mutants']),
  layer('models/mutants', ['src/base', 'spec', 'models/os', 'models/go']),
  layer('src/adapters', ['src/base', 'spec']),
  layer('src/adapters/process', [...PROGRAM, 'src/adapters']),
  layer(
    'src/conform',
    ['src/base', 'spec', 'models/os', 'models/go', 'models/escape'],
    ['src/escape'],
  ),
  layer('src/escape', ['src/base', 'spec', 'models/escape'], ['src/campaign/family-trial.ts']),
  layer('src/program', ['src/base', 'spec']),
  layer('src/trace', PROGRAM),
  layer('src/workload', [...PROGRAM, 'models/reference']),
  layer('src/engine', ENGINE),
  layer(
    'src/process',
    ['src/base', 'spec', 'models/reference', 'src/engine'],
    ['src/campaign/family-trial.ts'],
  ),
  layer('src/compare', [...PROGRAM, 'src/engine', 'models/reference']),
  layer('src/undo', [...PROGRAM, 'src/engine', 'models/mutants']),
  layer('src/explore', [...PROGRAM, 'src/engine', 'src/undo']),
  layer('src/campaign', [...ENGINE, 'src/engine', 'models/mutants/mutant.ts']),
  layer(
    'src/report',
    [...PROGRAM, 'models/mutants/mutant.ts', 'src/process/text.ts', 'src/compare/compared.ts'],
    [
      'src/engine',
      'src/campaign',
      'src/conform',
      'src/explore',
      'src/escape',
      'src/process/campaign.ts',
      'src/process/program.ts',
      'models/escape',
      'models/process',
    ],
  ),
  layer('viewer', ['src/report/film'], ['src/report/html']),
  layer('src/index.ts', EVERYTHING),
  layer('src/models.ts', EVERYTHING),
  layer('src/invariants.ts', ['src/base', 'spec']),
  layer('src/vitest', EVERYTHING),
  layer('src/cli', EVERYTHING),
  layer('src/dev', [...EVERYTHING, '.dependency-cruiser.mjs']),
  layer('bench', EVERYTHING),
  layer('test', EVERYTHING),
  layer('examples', EVERYTHING),
];

/** Where the command line, its counterpart in a project's own tests and the tools are, and all that tries the rest out. */
const OUTSIDE = ['src/cli', 'src/vitest', 'src/dev', 'bench', 'test'];

export const PRIVILEGES: readonly Privilege[] = [
  {
    what: 'the command line and its surroundings',
    names: ['process', 'console', 'node:process', 'node:console'],
    // The peer is a program of its own.
    files: [
      ...OUTSIDE,
      'examples',
      'src/adapters/process/native/native-peer.ts',
      // What a process of its own inherits, and the program of Node that it runs.
      'src/adapters/process/native-subject.ts',
    ],
  },
  {
    what: 'the clock and unseeded randomness',
    names: ['Date.now', 'new Date', 'performance.now', 'Math.random', 'node:perf_hooks'],
    files: OUTSIDE,
  },
  {
    what: 'the file system',
    names: ['node:fs', 'node:fs/promises'],
    files: [
      ...OUTSIDE,
      'examples',
      'models/mutants/load.ts',
      'models/mutants/sources.ts',
      'src/adapters',
      'src/engine/corpus.ts',
      'src/engine/recording.ts',
      'src/trace/load.ts',
    ],
  },
  {
    what: 'processes and workers',
    names: ['node:child_process', 'node:worker_threads', 'piscina'],
    files: [...OUTSIDE, 'src/adapters', 'src/campaign'],
  },
  {
    what: 'fast-check',
    names: ['fast-check'],
    files: [
      'src/workload',
      'src/engine/shrink',
      'src/engine/shrink.ts',
      'src/escape',
      'bench',
      'test',
      'examples',
    ],
  },
];

/** The layer of a file; undefined for a file outside of all. */
export function layerOf(file: string): Layer | undefined {
  const layers = LAYERS.filter(({ path }) => isWithin(file, path));
  return layers.toSorted((a, b) => b.path.length - a.path.length)[0];
}

/** Whether a file is `path` or lies below it. */
export function isWithin(file: string, path: string): boolean {
  return file === path || file.startsWith(`${path}/`);
}
