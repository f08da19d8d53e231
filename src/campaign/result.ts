/** What a campaign showed: many runs of one subject. Plain data; the report turns it into text and JSON. */
import type { Finding } from '../../spec/invariant.ts';
import type { Shrunk } from '../engine/shrink.ts';
import type { SizeRange } from '../program/asked.ts';
import type { Program } from '../program/program.ts';

/** An invariant or a relation. */
export interface JudgedInvariant {
  readonly id: string;
  readonly holds: string;
  /** Subjects judged, over all runs; of a relation, pairs of runs. */
  readonly judged: number;
  /** Runs that it broke in. */
  readonly broken: number;
  /** It was asked, but met no subject in any run. */
  readonly vacuous: boolean;
}

/** A mark, and how many runs reached it. */
export interface MarkTally {
  readonly id: string;
  readonly when: string;
  readonly runs: number;
}

/** Variants of one kind, over all programs that made any. */
export interface VariantTally {
  readonly programs: number;
  readonly variants: number;
  /** Whether none was left out: of the schedules, none with at most two preemptions. */
  readonly isAll: boolean;
}

/** Programs that were run again, with calls of the operating system refused, and under other schedules. */
export interface VariantTallies {
  readonly refusals: VariantTally;
  readonly schedules: VariantTally;
}

/** One bug: the first program that showed it, and the smallest that still does. */
export interface CampaignFinding {
  readonly finding: Finding;
  /** False when the same program did not break it again: the subject is no function of its program. */
  readonly repeats: boolean;
  /** Other invariants, or relations, that broke at the same step of the shrunk program. */
  readonly alsoBroken: readonly string[];
  /** What tells it from other bugs (src/engine/signature.ts): the same from each run, and each seed, that comes to it. */
  readonly signature: string;
  /** Runs that showed it. */
  readonly runs: number;
  /** Seed of the run that found it; undefined when it came from a file. */
  readonly run: number | undefined;
  readonly original: Program;
  readonly shrunk: Shrunk;
  /** Where a relation broke: what the shrunk program was rewritten to. */
  readonly second?: Program | undefined;
}

export interface CampaignResult {
  readonly subject: string;
  readonly seed: number;
  readonly runs: number;
  /** Commands executed and judged. */
  readonly commands: number;
  /** Calls of each kind that did something, by op. */
  readonly effective: readonly number[];
  /** Requests of memory by size, whatever became of them. */
  readonly asked: readonly SizeRange[];
  readonly invariants: readonly JudgedInvariant[];
  readonly relations: readonly JudgedInvariant[];
  /** Counted here alone: what is said above of runs, commands and subjects judged is of the programs as they are. */
  readonly variants: VariantTallies;
  /** In order of id; none where the subject has none. */
  readonly marks: readonly MarkTally[];
  /** Ids of invariants and relations left out, because they were not asked for or the subject offers no such view. */
  readonly notRun: readonly string[];
  /** One for each bug, in the order in which they were found. */
  readonly findings: readonly CampaignFinding[];
  /** Runs that broke what one of these breaks too, and were not looked into. */
  readonly unsorted: number;
  /** Runs in a process that others had used that broke something which did not break again: no findings. */
  readonly unrepeated: number;
  /** It ended because there are as many findings as were asked for. */
  readonly isFull: boolean;
}

/** What a campaign tells after each run, and while it shrinks after each try. */
export interface Progress {
  readonly runs: number;
  readonly commands: number;
  /** How many bugs are known so far. */
  readonly findings: number;
  /** Those, in the order in which they were found. What is said of one stays, but for its runs, which others may add to. */
  readonly known: readonly CampaignFinding[];
  /** Marks that some program reached, and all that the subject has; none of either before the first run. */
  readonly reached: number;
  readonly marks: number;
  /** A program is made smaller: one that broke something new, or what a known bug breaks too. */
  readonly shrinking?: 'new' | 'again' | undefined;
  /** How far that is; undefined where nothing is made smaller. */
  readonly shrink?: ShrinkProgress | undefined;
}

/** How far a program was made smaller. */
export interface ShrinkProgress {
  /** Commands of the program that broke. */
  readonly from: number;
  /** Commands of the smallest that still does. */
  readonly commands: number;
  readonly evaluations: number;
}
