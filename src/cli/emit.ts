/** Makes a counterexample stand alone: what is emitted from a file, and what keeps it from being. */
import { basename, dirname, relative, sep } from 'node:path';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { relations } from '../../spec/relations/index.ts';
import { BadInput } from '../base/errors.ts';
import { emitC, obstacleToC } from '../report/emit-c.ts';
import type { Reproduction } from '../report/emit.ts';
import { emitVitest } from '../report/emit-vitest.ts';
import { placeOfCommand, readInput } from './inputs.ts';
import type { Input } from './inputs.ts';
import { VERSION } from './version.ts';
import type { Workbench } from './workbench.ts';

export const FORMS = ['vitest', 'c'] as const;

export interface EmitRequest {
  readonly file: string;
  readonly form: (typeof FORMS)[number];
  /** Id of the subject that it is to run on; the one that the file names where undefined. */
  readonly subject: string | undefined;
  /** Where it will be written; undefined for the current folder. */
  readonly out: string | undefined;
  /** The project's config, where there is one. */
  readonly config: string | undefined;
}

/**
 * The text of the test or the program.
 *
 * @throws {BadInput} when the file is broken, names what there is not, or says what the form cannot
 */
export function emit(request: EmitRequest, workbench: Workbench): string {
  const { file, form, subject } = request;
  const input = readInput(file, subject, workbench);
  const { program, broke } = input;
  const statements = [...workbench.invariants, ...workbench.relations];
  const holds = statements.find(({ id }) => id === broke?.invariant)?.holds;
  const writtenBy = `allocheck ${VERSION}`;
  const reproduction: Reproduction = { file: basename(file), program, broke, holds, writtenBy };
  if (form === 'vitest') return emitVitest(reproduction, settingOf(input, request, workbench));
  checkSpoken(input);
  return emitC(reproduction);
}

/** Where the test takes its subject, and what judges it, from. */
function settingOf(
  { subject, broke }: Input,
  { out, config }: EmitRequest,
  workbench: Workbench,
): Parameters<typeof emitVitest>[1] {
  const isOurs = subject === goSubject;
  const folder = dirname(out ?? '.');
  const brought = workbench.foreign.find((each) => each.subject.id === subject.id)?.code(folder);
  const ours = isOurs ? { imports: 'goSubject', text: 'goSubject' } : brought;
  const judges = [...catalogue, ...relations].map(({ id }) => id);
  const isJudgedByOurs = broke === undefined || judges.includes(broke.invariant);
  return {
    subject: ours,
    config:
      config === undefined || (ours !== undefined && isJudgedByOurs)
        ? undefined
        : importPath(folder, config),
    isRelation: workbench.relations.some(({ id }) => id === broke?.invariant),
  };
}

/** A file as a module of `folder` imports it. */
function importPath(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

function checkSpoken({ file, trace, program }: Input): void {
  const obstacle = obstacleToC(program);
  if (obstacle === undefined) return;
  const place =
    trace !== undefined ? { file, line: 0, column: 0 } : placeOfCommand(file, obstacle.step);
  throw new BadInput(place, `${obstacle.problem}\nuse --as vitest, which says all of it`);
}
