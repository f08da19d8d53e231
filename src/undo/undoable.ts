/** Loads a model so that all that a run of it changes can be undone: subject, client, oracle and judge as journaled code. */
import { loadRewritten } from '../../models/mutants/load.ts';
import type { Patched } from '../../models/mutants/patch.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type * as executeModule from '../engine/execute.ts';
import { OP, STRIDE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { Journal } from './journal.ts';
import { JOURNAL, journaled } from './journaled.ts';

/** A model, and the one journal of all its runs: so one of them at a time. */
export interface Undoable {
  readonly journal: Journal;
  readonly subject: SubjectDefinition;
  readonly Run: typeof executeModule.Run;
}

/** Kinds of commands that leave a call suspended, which cannot be undone. */
const SUSPENDING: readonly number[] = [OP.PAUSE, OP.RESUME];

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

/** Whether all that the program does can be undone. */
export function isUndoable({ commands }: Program): boolean {
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (SUSPENDING.includes(commands[at] as number)) return false;
  }
  return true;
}

function rewrite(code: string, path: string): string {
  let text = rewritten.get(code);
  if (text === undefined) {
    text = journaled(code, path);
    rewritten.set(code, text);
  }
  return text;
}
