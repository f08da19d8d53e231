/**
 * Modules of a model, linked in isolation: a graph has its own copy of everything that the model
 * imports.
 *
 * So two mutants, and the model as the harness imports it, can run side by side. Only modules whose
 * classes the harness tells apart by identity are shared with it.
 */
import { posix } from 'node:path';
import { compileFunction } from 'node:vm';
import * as goTouched from '../../spec/views/go-touched.ts';
import * as errors from '../../src/base/errors.ts';
import { HarnessBug } from '../../src/base/errors.ts';
import { codeOf, toCode } from './sources.ts';

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** Modules that every graph has in common with the harness, by path. */
const SHARED: ReadonlyMap<string, Exports> = new Map<string, Exports>([
  ['src/base/errors.ts', errors],
  ['spec/views/go-touched.ts', goTouched],
]);

export class ModuleGraph {
  readonly #name: string;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #modules = new Map<string, Exports>(SHARED);

  /**
   * @param name   for stack traces
   * @param texts  by path: sources that differ from those on disk
   */
  constructor(name: string, texts: ReadonlyMap<string, string>) {
    this.#name = name;
    this.#texts = texts;
  }

  /** The module at `path`, run if it has not been, after all that it imports. */
  load(path: string): Exports {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const exports: Exports = {};
    this.#modules.set(path, exports);
    const text = this.#texts.get(path);
    const code = text === undefined ? codeOf(path) : toCode(path, text);
    const run = compileFunction(code, ['exports', 'require'], {
      filename: `${this.#name}:${path}`,
    });
    run(exports, (specifier: string) => this.load(resolved(path, specifier)));
    return exports;
  }

  /** Whether the module was needed. */
  has(path: string): boolean {
    return this.#modules.has(path);
  }
}

function resolved(importer: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier);
  throw new HarnessBug(`${importer} imports ${specifier}, which no model may`);
}
