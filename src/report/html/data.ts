/** All that an HTML report tells. */
import type { SizeRange } from '../../program/asked.ts';
import type { DeedCount } from '../deeds.ts';
import type { Film, Sizes } from '../film/film.ts';
import type { RunJson } from '../schema/run.ts';

export interface ReportData {
  /** What it is of: a folder, or files. */
  readonly title: string;
  readonly runs: readonly RunData[];
  readonly films: readonly FilmReport[];
  /** One for each file. */
  readonly matrices: readonly MatrixData[];
}

type Judged = RunJson['invariants'];

/** What is read of the JSON of a run. */
export interface RunData extends Pick<
  RunJson,
  'subject' | 'seed' | 'runs' | 'commands' | 'seconds' | 'interrupted' | 'marks' | 'notRun'
> {
  readonly did: readonly DeedCount[];
  readonly asked: readonly SizeRange[];
  readonly invariants: Judged;
  readonly relations: Judged;
  readonly findings: readonly FoundData[];
}

export interface FoundData {
  readonly invariant: string;
  /** That showed it. */
  readonly runs?: number | undefined;
  /** The recording of it. */
  readonly file?: string | undefined;
  readonly shrunk?:
    | { readonly commands: number; readonly evaluations: number; readonly seconds: number }
    | undefined;
}

/** Which invariant noticed which mutant. */
export interface MatrixData {
  readonly mutants: readonly { readonly id: string; readonly killedBy: readonly string[] }[];
}

/** A program, what came of it, and its film. */
export interface FilmReport {
  /** Of a link to it. */
  readonly id: string;
  readonly file: string;
  readonly subject: string;
  /** Its text form; undefined where that is too long. */
  readonly program: string | undefined;
  readonly film: Film;
  readonly sizes: readonly Sizes[];
  /** Commands that did something. */
  readonly did: readonly DeedCount[];
  readonly asked: readonly SizeRange[];
  /** Undefined when all held. */
  readonly broken: BrokenReport | undefined;
  /** That all held, or what a recording says that it broke. */
  readonly held: string;
  /** What its run said of it; undefined where there is none. */
  readonly found: FoundData | undefined;
  /** A command line; undefined where none repeats it. */
  readonly replay: string | undefined;
}

export interface BrokenReport {
  readonly invariant: string;
  readonly holds: string | undefined;
  readonly because: string | undefined;
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
  readonly step: number;
  /** At which point of the program. */
  readonly when: string;
  readonly alsoBroken: readonly string[];
  /** Where a relation broke: what the other run was of. */
  readonly second: string | undefined;
  /** Of the blocks that it speaks of. */
  readonly lives: readonly LifeReport[];
  /** Keys of the things that it speaks of. */
  readonly guilty: readonly string[];
}

export interface LifeReport {
  readonly block: string;
  readonly lines: readonly {
    readonly step: number;
    readonly command: string;
    readonly answer: string;
  }[];
}
