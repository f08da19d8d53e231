/** Gathers what a page tells: recordings, programs and traces as films, what runs left of themselves, kill matrices. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { loadMutant } from '../../models/mutants/load.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { BadInput, UsageError } from '../base/errors.ts';
import { parseProgram } from '../program/text.ts';
import type {
  FilmReport,
  FoundData,
  MatrixData,
  ReportData,
  RunData,
} from '../report/html/data.ts';
import { reportHtml } from '../report/html/page.ts';
import { readText } from '../trace/load.ts';
import { shortestText } from './demonstration.ts';
import { filmOf } from './film.ts';
import type { Filmed } from './film.ts';
import { filesOf, readInput, readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { judgesOf } from './judges.ts';
import type { Judges } from './judges.ts';
import { parseJson } from './json-file.ts';
import { Keeper } from './keeper.ts';
import { named } from './workbench.ts';
import type { Workbench } from './workbench.ts';

/** What a run leaves of itself in its folder: a line of JSON for each subject, as `run --json` prints them. */
export const RUN_FILE = 'run.json';

/** Where the script of the page is, seen from here compiled, and from the sources. */
const SCRIPTS = ['../../viewer/viewer.js', '../../dist/viewer/viewer.js'];

export interface ReportRequest {
  /** Folders and files. */
  readonly paths: readonly string[];
  /** Id of the one that is to run them; undefined for the one that each names. */
  readonly subject: string | undefined;
  /** Patterns of ids. */
  readonly invariants: readonly string[];
  /** Id of a fault that the model has; its smallest program is shown where there is no path. */
  readonly mutant: string | undefined;
}

/**
 * The page, as one string.
 *
 * @param leftOut  is told of each file that is nothing to be shown
 * @throws {BadInput} when a file is none that can be shown
 */
export async function pageOf(
  request: ReportRequest,
  workbench: Workbench,
  leftOut: (text: string) => void,
): Promise<string> {
  const { paths, subject, mutant } = request;
  const found = await sourcesOf(paths);
  const title = paths.length > 0 ? paths.join(', ') : String(mutant);
  if (mutant === undefined) {
    const inputs = readInputs(found.files, subject, workbench, leftOut);
    return page({ ...found, title, inputs }, request, workbench);
  }
  if (subject !== undefined)
    throw new UsageError('--mutant says which allocator runs the programs\nleave --subject out');
  const { inputs, invariants } = mutated(mutant, found.files, workbench);
  const asked = request.invariants.length > 0 ? request.invariants : invariants;
  return page({ ...found, title, inputs }, { ...request, invariants: asked }, workbench);
}

/** What a page is made of. */
export interface Sources {
  readonly title: string;
  readonly inputs: readonly Input[];
  readonly runs: readonly RunData[];
  readonly matrices: readonly MatrixData[];
}

export function page(
  { title, inputs, runs, matrices }: Sources,
  { subject, invariants, mutant }: Omit<ReportRequest, 'paths'>,
  workbench: Workbench,
): string {
  const keeper = new Keeper('', workbench.flags);
  const known = runs.flatMap(({ findings }) => findings);
  const films = inputs.map((input, i): FilmReport => {
    const film = recordedFilm(input, judgesOf(input, invariants, workbench));
    return {
      ...film,
      id: `${film.broken === undefined ? 'film' : 'finding'}-${i + 1}`,
      found: foundOf(input.file, known),
      replay: mutant === undefined ? keeper.replayLine(input.file, subject) : undefined,
    };
  });
  const data: ReportData = { title, runs, films, matrices };
  return reportHtml(data, viewerScript());
}

/** Where something else breaks before what a recording says, it is judged by that alone: so the film goes on to it. */
function recordedFilm(input: Input, judges: Judges): Filmed {
  const film = filmOf(input, judges);
  const { broke } = input;
  if (broke === undefined || film.broken === undefined) return film;
  if (film.broken.invariant === broke.invariant) return film;
  const alone = filmOf(input, {
    catalogue: judges.catalogue.filter(({ id }) => id === broke.invariant),
    relations: judges.relations.filter(({ id }) => id === broke.invariant),
    notRun: [],
  });
  return alone.broken === undefined ? film : alone;
}

/** Recordings keep their names wherever a folder is moved to. */
function foundOf(file: string, known: readonly FoundData[]): FoundData | undefined {
  return known.find((each) => each.file !== undefined && basename(each.file) === basename(file));
}

interface Found {
  readonly files: readonly string[];
  readonly runs: readonly RunData[];
  readonly matrices: readonly MatrixData[];
}

/** Folders stand for the programs in them, and for what a run left of itself. */
async function sourcesOf(paths: readonly string[]): Promise<Found> {
  const runFiles = paths.filter(isFolder).map((path) => join(path, RUN_FILE));
  const jsonFiles = [...paths.filter(isJson), ...runFiles.filter((file) => existsSync(file))];
  const runs: RunData[] = [];
  const matrices: MatrixData[] = [];
  for (const file of jsonFiles) {
    // oxlint-disable-next-line no-await-in-loop -- it is loaded once
    for (const read of await readJson(file)) {
      if ('run' in read) runs.push(read.run);
      else matrices.push(read.matrix);
    }
  }
  const others = paths.filter((path) => !isJson(path));
  const files = others.flatMap((path) =>
    isFolder(path) && existsSync(join(path, RUN_FILE)) ? filesOfRun(path) : filesOf([path]),
  );
  return { files, runs, matrices };
}

/** A run in which all held left no program. */
function filesOfRun(folder: string): readonly string[] {
  try {
    return filesOf([folder]);
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isJson(path: string): boolean {
  return path.endsWith('.json') && !isFolder(path);
}

type ReadFile = { readonly run: RunData } | { readonly matrix: MatrixData };

/** One value, or one on each line. */
async function readJson(file: string): Promise<readonly ReadFile[]> {
  const text = readText(file);
  const lines = text.trimEnd().split('\n');
  const isLines = lines.length > 1 && lines.every((line) => line.startsWith('{"version"'));
  const values = isLines
    ? lines.map((line, i) => parseJson(line, file, i + 1))
    : [parseJson(text, file)];
  const { readReportJson } = await import('./report-schema.ts');
  return values.map((value, i) => {
    const read = readReportJson(value);
    if (!('problems' in read)) return read;
    const place = { file, line: isLines ? i + 1 : 0, column: isLines ? 1 : 0 };
    const problem = 'this is neither the JSON of a run nor a kill matrix';
    throw new BadInput(place, [problem, ...read.problems.slice(0, 3)].join('\n'));
  });
}

/** Programs on a model with a fault, and what they are judged by: the smallest one by what names the fault. */
function mutated(
  id: string,
  files: readonly string[],
  workbench: Workbench,
): { readonly inputs: readonly Input[]; readonly invariants: readonly string[] } {
  const mutant = named('mutant', workbench.mutants, id);
  const subject = loadMutant(mutant);
  if (files.length > 0) {
    const read = files.map((file) => readInput(file, subject.id, workbench));
    return { inputs: read.map((input) => ({ ...input, subject })), invariants: [] };
  }
  if (isEquivalent(mutant))
    throw new UsageError(`no program can tell ${id} from the model\nname one to be shown: FILE`);
  const program = parseProgram(shortestText(mutant, subject.id), id);
  const { length: events } = mutant.shortest.lines;
  const plain = { format: 'program', broke: undefined, origin: {}, trace: undefined } as const;
  const input = { ...plain, file: id, events, program, subject };
  return { inputs: [input], invariants: mutant.caughtBy };
}

function viewerScript(): string {
  const urls = SCRIPTS.map((path) => new URL(path, import.meta.url));
  const file = urls.find((url) => existsSync(url));
  if (file === undefined)
    throw new UsageError('the script of the page is not there\nmake it: npm run build');
  return readFileSync(file, 'utf8');
}
