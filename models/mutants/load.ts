/**
 * Loading a mutant: the model's source is patched in memory and runs in modules of its own.
 *
 * No model has a seam for it. The text of each module is read from the checkout, the mutant's edits
 * are applied, the types are taken out, and the modules are linked by a loader of a few lines
 * (graph.ts). No file is written, and the model that the harness itself imports is not touched.
 * What comes out is a subject like any other. Modules that neither are patched nor import one that is are loaded once for
 * all mutants.
 *
 * Each one that is loaded has memory of its own, so whoever goes through many keeps one at a time.
 */
import { posix } from 'node:path';
import { HarnessBug, HarnessError } from '../../src/base/errors.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { dependentsOf } from './dependents.ts';
import { ModuleGraph } from './graph.ts';
import type { Exports, Rewriting } from './graph.ts';
import type { Home } from './mutant.ts';
import { faulty, patchedTexts, rootOf } from './patch.ts';
import type { Patched } from './patch.ts';

/** Where each model defines its subject. */
const SUBJECTS: Readonly<Record<string, { readonly path: string; readonly name: string }>> = {
  go: { path: 'models/go/subject.ts', name: 'goSubject' },
  'go-classic': { path: 'models/classic/subject.ts', name: 'goClassicSubject' },
  'go-stacks': { path: 'models/runtime/stacks-subject.ts', name: 'goStacksSubject' },
  malloc: { path: 'models/malloc/subject.ts', name: 'mallocSubject' },
  tcmalloc: { path: 'models/tcmalloc/subject.ts', name: 'tcmallocSubject' },
};

/**
 * The subject of the mutant's model with the fault in it. It has the id of the healthy one, so
 * programs fit both.
 *
 * @throws {HarnessBug} when the patch no longer applies, or changes nothing that the model loads
 * @throws {UsageError} the same of a project's own mutant; when the sources are not there
 */
export function loadMutant(mutant: Patched): SubjectDefinition {
  const texts = patchedTexts(mutant);
  const { id, subject: home } = mutant;
  const graph = graphOf(id, texts, home);
  const subject =
    home === undefined ? modelOf(graph, modelNameOf(id)) : subjectOf(mutant, graph, home);
  for (const file of texts.keys()) {
    if (graph.has(file)) continue;
    throw faulty(mutant, `patches ${file}, which its ${home ? 'subject' : 'model'} does not load`);
  }
  return subject;
}

/**
 * What a module of a model exports, with the faults of these mutants in the model: for tests that
 * look closer than a whole subject.
 *
 * @param path  from the root, as `models/go/gc-controller.ts`
 */
export function loadModule(path: string, ...mutants: readonly Patched[]): Exports {
  const texts = mutants.flatMap((mutant) => [...patchedTexts(mutant)]);
  const name = mutants.map(({ id }) => id).join('+');
  return new ModuleGraph(name, new Map(texts)).load(path);
}

/** A subject, and the modules that were loaded with it: what it shares with them are the same classes. */
export interface Loaded {
  readonly subject: SubjectDefinition;
  readonly load: (path: string) => Exports;
}

/**
 * A model, or the mutant of one, with the code of all modules rewritten.
 *
 * @throws as loadMutant does
 */
export function loadRewritten(rewriting: Rewriting, model: string, mutant?: Patched): Loaded {
  const texts = mutant === undefined ? new Map<string, string>() : patchedTexts(mutant);
  const graph = new ModuleGraph(mutant?.id ?? model, texts, undefined, rewriting);
  return { subject: modelOf(graph, model), load: (path) => graph.load(path) };
}

/** The subject of a model as it is, loaded as its mutants are: their control. */
export function loadModel(model: string): SubjectDefinition {
  return modelOf(new ModuleGraph(model, new Map()), model);
}

/** The modules of the models as they are. */
const healthy = new ModuleGraph('models', new Map());

function graphOf(name: string, texts: ReadonlyMap<string, string>, home?: Home): ModuleGraph {
  if (home === undefined) {
    const own = dependentsOf(new Set(texts.keys()), homeOf(modelNameOf(name)).path);
    return new ModuleGraph(name, texts, undefined, undefined, { graph: healthy, own });
  }
  return new ModuleGraph(name, texts, { root: rootOf(home), packages: home.packages ?? {} });
}

function modelNameOf(id: string): string {
  return id.split('/')[0] as string;
}

function modelOf(graph: ModuleGraph, model: string): SubjectDefinition {
  const { path, name } = homeOf(model);
  return graph.load(path)[name] as SubjectDefinition;
}

function homeOf(model: string): { readonly path: string; readonly name: string } {
  const home = SUBJECTS[model];
  if (home === undefined) throw new HarnessBug(`there is no model ${model} to make mutants of`);
  return home;
}

/** A project's own subject. */
function subjectOf(mutant: Patched, graph: ModuleGraph, { file, name }: Home): SubjectDefinition {
  let exports: Exports;
  try {
    exports = graph.load(decodeURIComponent(posix.basename(file.pathname)));
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw faulty(mutant, `cannot be loaded: ${message}`);
  }
  const subject = exports[name] as SubjectDefinition | undefined;
  if (typeof subject?.create === 'function') return subject;
  const names = Object.keys(exports).join(', ');
  throw faulty(mutant, `is of ${name}, and ${file.href} exports no such subject\nit has: ${names}`);
}
