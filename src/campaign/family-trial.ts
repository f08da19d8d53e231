/**
 * A trial of a mutant of something else than an allocator: of a process, or of escape analysis. Programs are drawn from one seed
 * until one breaks an invariant; a crash is no catch, so the next one is run.
 */
import { verdictOf } from './trial.ts';
import type { Trial } from './trial.ts';

/** What the programs of such a family are, with a fault in what runs them. */
export interface Tried<P> {
  /** The program with number `run` of the seed. */
  readonly draw: (seed: number, run: number) => P;
  /** What a program breaks first, all at one step. */
  readonly first: (program: P) => FirstBreak;
  /** Ids of all that break in a program when it goes on to its end. */
  readonly kills: (program: P) => readonly string[];
  /** The smallest program that breaks what this one does. */
  readonly shrunk: (program: P, breaks: (smaller: P) => boolean) => NonNullable<Trial['shrunk']>;
}

interface FirstBreak {
  /** Empty where all held. */
  readonly ids: readonly string[];
  /** That were run, of a program that broke nothing too. */
  readonly commands: number;
}

export interface FamilyTrialSettings {
  readonly seed: number;
  /** Programs at most. */
  readonly runs: number;
  /** Ids that the mutant names. */
  readonly caughtBy: readonly string[];
  readonly shrinks: boolean;
  /** Is told of each program that is run, by how many were drawn: a mutant may make a loop endless. */
  readonly beat: (programs: number) => void;
}

export function familyTrial<P>(
  tried: Tried<P>,
  { seed, runs, caughtBy, shrinks, beat }: FamilyTrialSettings,
): Trial {
  const nothing = { first: [], kills: [], shrunk: undefined };
  let [commands, crashed] = [0, false];
  for (let run = 0; run < runs; run += 1) {
    beat(run);
    const program = tried.draw(seed, run);
    const broke = orCrash(() => tried.first(program));
    crashed ||= broke === undefined;
    commands += broke?.commands ?? 0;
    const { ids = [] } = broke ?? {};
    const [invariant] = ids;
    if (invariant === undefined) continue;
    const breaks = (smaller: P): boolean => {
      beat(run);
      return orCrash(() => tried.first(smaller))?.ids.includes(invariant) === true;
    };
    return {
      seed,
      verdict: verdictOf(ids, caughtBy),
      programs: run + 1,
      commands,
      first: ids,
      kills: orCrash(() => tried.kills(program)) ?? ids,
      shrunk: shrinks ? tried.shrunk(program, breaks) : undefined,
    };
  }
  return { seed, verdict: crashed ? 'crash' : 'missed', programs: runs, commands, ...nothing };
}

/** Undefined where it threw: what a fault makes of a model may well do that. */
function orCrash<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
