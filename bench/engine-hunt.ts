/** A hunt: one broken subject looked for from one seed, and the program that showed it made smaller. */
import type { Commands, Subject, SubjectDefinition } from '../spec/subject.ts';

export interface Found {
  /** Programs that were run, the one that broke something included; all of the budget where none did. */
  readonly programs: number;
  /** Steps of these: commands, and the end of each program that came to it. */
  readonly commands: number;
  /** CPU time, in nanoseconds. */
  readonly ns: number;
}

/** A candidate that fails as well, and is smaller. */
export interface Better {
  /** Its number among the candidates that were run, from 1. */
  readonly evaluation: number;
  /** Its commands. */
  readonly length: number;
}

export interface Shrunk {
  /** Commands of the smallest program. */
  readonly length: number;
  /** Runs of candidates in all. */
  readonly evaluations: number;
  /** The program that was found first, with evaluation 0; then each that was kept. */
  readonly path: readonly Better[];
  /** CPU time, in nanoseconds. */
  readonly ns: number;
}

export interface Hunt {
  readonly found: Found;
  /** Undefined where nothing broke within the budget. */
  readonly shrunk: Shrunk | undefined;
}

/** @param budget  programs at most, shrinking not counted */
export type Hunter = (subject: SubjectDefinition, seed: number, budget: number) => Hunt;

/** Evaluations until a program of so few commands was come to; Infinity where none was. */
export function evaluationsTo({ path }: Shrunk, length: number): number {
  return path.find((each) => each.length <= length)?.evaluation ?? Number.POSITIVE_INFINITY;
}

/** A subject that counts. Whoever drives it is counted at the same place, and need not be believed. */
export class Counter {
  /** Programs that a subject was made for: one that is run again at once, to be judged by more, is one. */
  programs = 0;
  /** Steps of all. A subject that tells nobody what it touched has none. */
  commands = 0;
  readonly subject: SubjectDefinition;
  /** Steps before each program. */
  readonly #before: number[] = [];
  /** The last program, where it was told. */
  #last: Commands | undefined;

  constructor(definition: SubjectDefinition) {
    this.subject = {
      ...definition,
      create: (config, program) => this.#count(definition.create(config, program), program),
    };
  }

  /** Steps of the first programs, so many of them. */
  commandsOf(programs: number): number {
    return this.#before[programs] ?? this.commands;
  }

  /** What a subject touched is forgotten once before each step, and before the end. */
  #count(made: Subject, program: Commands | undefined): Subject {
    if (program === undefined || program !== this.#last) {
      this.#before[this.programs] = this.commands;
      this.programs += 1;
    }
    this.#last = program;
    const { touched } = made;
    if (touched === undefined) return made;
    const clear = touched.clear.bind(touched);
    touched.clear = () => {
      this.commands += 1;
      clear();
    };
    return made;
  }
}
