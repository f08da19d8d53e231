/**
 * Loads a model so that all that a run of it changes can be undone: subject, client, oracle and judge as journaled code.
 *
 * But for `pause`: a call that is suspended half-way lives in a generator, which cannot be put back.
 */
import { loadRewritten } from '../../models/mutants/load.ts';
import type { Patched } from '../../models/mutants/patch.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type * as executeModule from '../engine/execute.ts';
import { Journal } from './journal.ts';
import { JOURNAL, journaled } from './journaled.ts';

/** A model, and the one journal of all its runs: so one of them at a time. */
export interface Undoable {
  readonly journal: Journal;
  readonly subject: SubjectDefinition;
  readonly Run: typeof executeModule.Run;
}

/** Journaled code by the code that it was made of: most modules are the same for all mutants. */
const rewritten = new Map<string, string>();

/**
 * @param model   as `go`
 * @param mutant  its fault, if any
 * @throws {UsageError} where the sources of the models are not there
 */
export function loadUndoable(model: string, mutant?: Patched): Undoable {
  const journal = new Journal();
  const { subject, load } = loadRewritten(
    { rewrite, scope: { [JOURNAL]: journal } },
    model,
    mutant,
  );
  const { Run } = load('src/engine/execute.ts') as unknown as typeof executeModule;
  return { journal, subject, Run };
}

function rewrite(code: string, path: string): string {
  let text = rewritten.get(code);
  if (text === undefined) {
    text = journaled(code, path);
    rewritten.set(code, text);
  }
  return text;
}
