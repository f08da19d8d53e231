/**
 * Loading a mutant: the model's source is patched in memory and runs in modules of its own.
 *
 * No model has a seam for it. The text of each module is read from the checkout, the mutant's edits
 * are applied, the types are taken out, and the modules are linked by a loader of a few lines
 * (graph.ts). No file is written, and the model that the harness itself imports is not touched.
 * What comes out is a subject like any other.
 *
 * Each one that is loaded has memory of its own, so whoever goes through many keeps one at a time.
 */
import { HarnessBug } from '../../src/base/errors.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { ModuleGraph } from './graph.ts';
import type { Exports } from './graph.ts';
import type { Mutant } from './mutant.ts';
import { patchedTexts } from './patch.ts';

/** Where each model defines its subject. */
const SUBJECTS: Readonly<Record<string, { readonly path: string; readonly name: string }>> = {
  go: { path: 'models/go/subject.ts', name: 'goSubject' },
};

/**
 * The subject of the mutant's model with the fault in it. It has the id of the healthy one, so
 * programs fit both.
 *
 * @throws {HarnessBug} when the patch no longer applies, or changes nothing that the model loads
 * @throws {UsageError} when the sources are not there
 */
export function loadMutant(mutant: Pick<Mutant, 'id' | 'patch'>): SubjectDefinition {
  const texts = patchedTexts(mutant);
  const graph = new ModuleGraph(mutant.id, texts);
  const subject = subjectOf(graph, mutant.id.split('/')[0] as string);
  for (const file of texts.keys()) {
    if (graph.has(file)) continue;
    throw new HarnessBug(`mutant ${mutant.id} patches ${file}, which its model does not load`);
  }
  return subject;
}

/**
 * What a module of a model exports, with the faults of these mutants in the model: for tests that
 * look closer than a whole subject.
 *
 * @param path  from the root, as `models/go/gc-controller.ts`
 */
export function loadModule(
  path: string,
  ...mutants: readonly Pick<Mutant, 'id' | 'patch'>[]
): Exports {
  const texts = mutants.flatMap((mutant) => [...patchedTexts(mutant)]);
  const name = mutants.map(({ id }) => id).join('+');
  return new ModuleGraph(name, new Map(texts)).load(path);
}

/** The subject of a model as it is, loaded as its mutants are: their control. */
export function loadModel(model: string): SubjectDefinition {
  return subjectOf(new ModuleGraph(model, new Map()), model);
}

function subjectOf(graph: ModuleGraph, model: string): SubjectDefinition {
  const home = SUBJECTS[model];
  if (home === undefined) throw new HarnessBug(`there is no model ${model} to make mutants of`);
  return graph.load(home.path)[home.name] as SubjectDefinition;
}
