/**
 * Modules of a model, or of a project's own subject, linked in isolation: a graph has its own copy of
 * everything that it imports by path.
 *
 * So two mutants, and the model as the harness imports it, can run side by side. Only modules whose
 * classes the harness tells apart by identity are shared with it, and packages, which a project's
 * own subject may import. Graphs of mutants have in common what no fault can be seen in: loaded once, and
 * long compiled when the next mutant comes.
 */
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { compileFunction } from 'node:vm';
import * as goTouched from '../../spec/views/go-touched.ts';
import * as errors from '../../src/base/errors.ts';
import { HarnessBug, UsageError } from '../../src/base/errors.ts';
import { codeOf, hasSource, toCode } from './sources.ts';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** Modules that every graph has in common with the harness, by path. */
const SHARED: ReadonlyMap<string, Exports> = new Map<string, Exports>([
  ['src/base/errors.ts', errors],
]);

/** Those that a graph of models has in common with it besides, where it leaves their code as it is. */
const SHARED_VIEWS: ReadonlyMap<string, Exports> = new Map<string, Exports>([
  ...SHARED,
  ['spec/views/go-touched.ts', goTouched],
]);

/** What is done to the code of every module. */
export interface Rewriting {
  readonly rewrite: (code: string, path: string) => string;
  /** What rewritten code may name besides. */
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Sources of a project. */
export interface Project {
  /** The folder that paths start from. */
  readonly root: URL;
  /** What may be imported by these names, whatever is installed. */
  readonly packages: Readonly<Record<string, object>>;
}

/** What an import may leave out or name otherwise: `./cell` and `./cell.js` are `./cell.ts` too. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replace(/\.([cm]?)js$/, '.$1ts'),
  (path) => `${path}.ts`,
  (path) => `${path}.js`,
  (path) => `${path}/index.ts`,
  (path) => `${path}/index.js`,
];

/** A file that is linked; all else that a path names is for Node to load. */
const SOURCE = /\.[cm]?[jt]s$/;

/** Modules of another graph, but for the paths of its own. */
export interface Common {
  readonly graph: ModuleGraph;
  readonly own: ReadonlySet<string>;
}

/** Code of a module: fills `exports`. What it imports by `import()` it gets `later`. */
type Link = (
  exports: Exports,
  require: (specifier: string) => unknown,
  later: (specifier: string) => Promise<unknown>,
  ...scope: readonly unknown[]
) => void;

export class ModuleGraph {
  readonly #name: string;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #project: Project | undefined;
  readonly #rewriting: Rewriting | undefined;
  readonly #common: Common | undefined;
  readonly #modules: Map<string, Exports>;

  /**
   * @param name     for stack traces
   * @param texts    by path: sources that differ from those on disk
   * @param project  undefined for the sources of the models
   * @param common   what is not loaded anew
   */
  constructor(
    name: string,
    texts: ReadonlyMap<string, string>,
    project?: Project,
    rewriting?: Rewriting,
    common?: Common,
  ) {
    this.#name = name;
    this.#texts = texts;
    this.#project = project;
    this.#rewriting = rewriting;
    this.#common = common;
    const shared = rewriting === undefined ? SHARED_VIEWS : SHARED;
    this.#modules = new Map(project === undefined ? shared : []);
  }

  /** The module at `path`, run if it has not been, after all that it imports. */
  load(path: string): Exports {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    if (this.#common?.own.has(path) === false) return this.#common.graph.load(path);
    const exports: Exports = {};
    this.#modules.set(path, exports);
    const require = (specifier: string): unknown => this.#import(path, specifier);
    const later = async (specifier: string): Promise<unknown> => require(specifier);
    const scope = Object.values(this.#rewriting?.scope ?? {});
    this.#compiled(path)(exports, require, later, ...scope);
    return exports;
  }

  /** Whether the module was needed. */
  has(path: string): boolean {
    return this.#modules.has(path);
  }

  #compiled(path: string): Link {
    const text = this.#texts.get(path);
    const root = this.#project?.root;
    const plain = text === undefined ? codeOf(path, root) : toCode(path, text, root);
    const code = this.#rewriting?.rewrite(plain, path) ?? plain;
    try {
      const filename = `${this.#name}:${path}`;
      const names = [
        'exports',
        'require',
        'jitiImport',
        ...Object.keys(this.#rewriting?.scope ?? {}),
      ];
      return compileFunction(code, names, { filename }) as Link;
    } catch (error) {
      const message = `${path} cannot be linked: ${(error as Error).message}`;
      throw root === undefined ? new HarnessBug(message) : new UsageError(message);
    }
  }

  #import(importer: string, specifier: string): unknown {
    if (specifier.startsWith('.')) {
      const path = posix.join(posix.dirname(importer), specifier);
      if (this.#project === undefined) return this.load(path);
      const { root } = this.#project;
      const found = SPELLINGS.map((spelt) => spelt(path)).find((each) => hasSource(each, root));
      if (found !== undefined && SOURCE.test(found)) return this.load(found);
    }
    if (this.#project === undefined)
      throw new HarnessBug(`${importer} imports ${specifier}, which no model may`);
    const { root, packages } = this.#project;
    return packages[specifier] ?? createRequire(new URL(importer, root))(specifier);
  }
}
